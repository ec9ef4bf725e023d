// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Calls back once when it is sent the native token.
contract ReenteringBeneficiary {
    address public target;
    bytes public data;
    bool public succeeded;

    function prepare(address target_, bytes calldata data_) external {
        target = target_;
        data = data_;
    }

    receive() external payable {
        address callee = target;
        target = address(0);
        if (callee != address(0)) (succeeded, ) = callee.call(data);
    }
}
