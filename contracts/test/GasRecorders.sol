// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Takes native token only with `NEEDED` gas to do it.
contract GasHungryRecipient {
    uint256 private immutable NEEDED;

    error TooLittleGas(uint256 given);

    constructor(uint256 needed) {
        NEEDED = needed;
    }

    receive() external payable {
        if (gasleft() < NEEDED) revert TooLittleGas(gasleft());
    }
}

/// @notice A token that writes down how much gas each transfer was given, but the first.
contract GasProbe {
    mapping(address account => uint256) public balanceOf;
    uint256[] private _gasGiven;
    bool private _fetched;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        uint256 given = gasleft();
        if (_fetched) _gasGiven.push(given);
        _fetched = true;
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        return true;
    }

    function gasGiven() external view returns (uint256[] memory) {
        return _gasGiven;
    }
}
