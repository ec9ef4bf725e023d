// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title HostileRecipient
/// @notice A recipient of the native token with manners of a test's choice.
contract HostileRecipient {
    bool private immutable BURNS_GAS;
    bool private immutable ANSWERS_A_LOT;
    bool public refuses;

    address private target;
    bytes private data;
    bool public succeeded;
    bytes public answer;
    uint256 public gasGiven;

    error Refused();

    constructor(bool burnsGas, bool answersALot) {
        BURNS_GAS = burnsGas;
        ANSWERS_A_LOT = answersALot;
        refuses = true;
    }

    receive() external payable {
        if (target != address(0)) {
            (succeeded, answer) = target.call(data);
            return;
        }
        if (BURNS_GAS && refuses) {
            while (true) gasGiven += 1;
        }
        if (ANSWERS_A_LOT && refuses) {
            assembly ("memory-safe") {
                revert(0, 300000)
            }
        }
        if (refuses) revert Refused();
        gasGiven = gasleft();
    }

    /// @notice Takes what it gets from now on.
    function relent() external {
        refuses = false;
    }

    /// @notice Takes what it gets, and calls `target_` with `data_` in the middle.
    function callBack(address target_, bytes calldata data_) external {
        target = target_;
        data = data_;
    }

    /// @notice Calls as this contract.
    function run(address callee, bytes calldata data_) external {
        (bool success, bytes memory result) = callee.call(data_);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(result, 0x20), mload(result))
            }
        }
    }
}
