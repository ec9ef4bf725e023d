// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "../sandbox/PlainToken.sol";

/// @notice Takes a tenth of every transfer, but from one recipient: outside what the router assumes.
contract SparingToken is PlainToken {
    address public immutable spared;

    constructor(address owner_, address spared_) PlainToken(owner_) {
        spared = spared_;
    }

    function _transfer(address from, address to, uint256 amount) internal override {
        super._transfer(from, to, amount);
        if (to != spared) balanceOf[to] -= amount / 10;
    }
}

/// @notice Takes a tenth from the sender on top of what it moves: outside what the router assumes.
contract SenderTaxToken is PlainToken {
    address public constant COLLECTOR = address(0x7A);

    constructor(address owner_) PlainToken(owner_) {}

    function _transfer(address from, address to, uint256 amount) internal override {
        super._transfer(from, to, amount);
        super._transfer(from, COLLECTOR, amount / 10);
    }
}

/// @notice Balances are what shares of a pool are worth, as stETH's and Aave's: a transfer may arrive a unit short.
contract ShareToken {
    address public immutable owner;
    uint256 public pool;
    uint256 public totalShares;
    mapping(address account => uint256) public sharesOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    constructor(address owner_) {
        owner = owner_;
    }

    function mint(address to, uint256 amount) external {
        pool += amount;
        totalShares += amount;
        sharesOf[to] += amount;
    }

    /// @notice All balances grow in proportion.
    function earn(uint256 amount) external {
        pool += amount;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function balanceOf(address account) public view returns (uint256) {
        return totalShares == 0 ? 0 : (sharesOf[account] * pool) / totalShares;
    }

    function transfer(address to, uint256 amount) public returns (bool) {
        _transfer(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        allowance[from][msg.sender] -= amount;
        _transfer(from, to, amount);
        return true;
    }

    function _transfer(address from, address to, uint256 amount) private {
        uint256 shares = (amount * totalShares) / pool;
        sharesOf[from] -= shares;
        sharesOf[to] += shares;
    }
}

/// @notice One ledger with two addresses, as Ethereum's USDT would have after `deprecate`: whatever moves here moves there.
contract TwoAddressToken is PlainToken {
    SecondAddress public immutable second;

    error OnlySecondAddress();

    constructor(address owner_) PlainToken(owner_) {
        second = new SecondAddress(this);
    }

    function transferFor(address from, address to, uint256 amount) external {
        if (msg.sender != address(second)) revert OnlySecondAddress();
        _transfer(from, to, amount);
    }
}

/// @notice The second address of a `TwoAddressToken`.
contract SecondAddress {
    TwoAddressToken public immutable first;

    constructor(TwoAddressToken first_) {
        first = first_;
    }

    function balanceOf(address account) external view returns (uint256) {
        return first.balanceOf(account);
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        first.transferFor(msg.sender, to, amount);
        return true;
    }
}
