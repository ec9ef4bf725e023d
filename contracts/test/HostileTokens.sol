// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "../sandbox/PlainToken.sol";
import {TetherZero} from "../sandbox/TetherZero.sol";

/// @notice Answers false where it should revert.
contract FalseReturningToken {
    function balanceOf(address) external pure returns (uint256) {
        return 0;
    }

    function transfer(address, uint256) external pure returns (bool) {
        return false;
    }

    function transferFrom(address, address, uint256) external pure returns (bool) {
        return false;
    }
}

/// @notice Accepts any call by its fallback, as WETH does, and so pretends to know permit and EIP-3009.
contract FallbackToken is PlainToken {
    constructor(address owner_) PlainToken(owner_) {}

    fallback() external {}
}

/// @notice Calls back into a target in the middle of one of its next transfers, as ERC-777 lets recipients do; knows permit and EIP-3009.
contract ReenteringToken is TetherZero {
    address public target;
    bytes public data;
    /// @notice How many transfers are left until it calls, that one included.
    uint256 public countdown;
    bool public succeeded;
    bytes public lastError;

    constructor(address owner_) TetherZero(owner_) {}

    /// @notice Calls `target_` with `data_` in the `nth` transfer from now, from 1; zero for never.
    function reenter(address target_, bytes calldata data_, uint256 nth) external {
        target = target_;
        data = data_;
        countdown = nth;
        succeeded = false;
        lastError = "";
    }

    function _transfer(address from, address to, uint256 amount) internal override {
        super._transfer(from, to, amount);
        if (countdown == 0 || --countdown > 0) return;
        (bool success, bytes memory result) = target.call(data);
        succeeded = success;
        if (!success) lastError = result;
    }
}

/// @notice Refuses to transfer nothing, as some tokens do.
contract ZeroRefusingToken is PlainToken {
    error NothingToTransfer();

    constructor(address owner_) PlainToken(owner_) {}

    function _transfer(address from, address to, uint256 amount) internal override {
        if (amount == 0) revert NothingToTransfer();
        super._transfer(from, to, amount);
    }
}
