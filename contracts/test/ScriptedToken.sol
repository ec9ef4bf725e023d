// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice How a transfer to an account goes.
enum Manner {
    Honest,
    Reverts,
    AnswersFalse,
    AnswersNothing,
    BurnsGas,
    RevertsWithMuch,
    Lowers,
    TakesOnePercent,
    MovesAndAnswersFalse
}

/// @title ScriptedToken
/// @notice As hostile a token as a test wants: it has its manner with each recipient, and calls back in its n-th transfer from now.
contract ScriptedToken {
    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;
    mapping(address recipient => Manner) public mannerTo;

    uint256 public transfersUntilCall;
    address public target;
    bytes public data;

    /// @notice What became of the last call back.
    bool public called;
    bool public succeeded;
    bytes public answer;

    event Transfer(address indexed from, address indexed to, uint256 value);

    error Refused(address to);

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function treat(address recipient, Manner manner) external {
        mannerTo[recipient] = manner;
    }

    /// @notice Calls `target_` with `data_` in the `nth` transfer from now, from 1.
    function callBackIn(uint256 nth, address target_, bytes calldata data_) external {
        transfersUntilCall = nth;
        target = target_;
        data = data_;
        called = false;
        succeeded = false;
        answer = "";
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return _transfer(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        allowance[from][msg.sender] -= amount;
        return _transfer(from, to, amount);
    }

    function _transfer(address from, address to, uint256 amount) private returns (bool) {
        if (transfersUntilCall > 0 && --transfersUntilCall == 0) {
            called = true;
            (succeeded, answer) = target.call(data);
        }
        Manner manner = mannerTo[to];
        if (manner == Manner.Reverts) revert Refused(to);
        if (manner == Manner.AnswersFalse) return false;
        if (manner == Manner.RevertsWithMuch) _revert(100_000);
        if (manner == Manner.BurnsGas) {
            while (true) balanceOf[address(this)] += 1;
        }
        balanceOf[from] -= amount;
        if (manner == Manner.Lowers) balanceOf[to] -= 1;
        else balanceOf[to] += manner == Manner.TakesOnePercent ? amount - amount / 100 : amount;
        emit Transfer(from, to, amount);
        if (manner == Manner.AnswersNothing) _stop();
        return manner != Manner.MovesAndAnswersFalse;
    }

    function _stop() private pure {
        assembly ("memory-safe") {
            return(0, 0)
        }
    }

    function _revert(uint256 size) private pure {
        assembly ("memory-safe") {
            revert(mload(0x40), size)
        }
    }
}
