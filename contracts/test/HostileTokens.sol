// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "../sandbox/PlainToken.sol";

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

/// @notice Calls back into a target in the middle of each transfer, as ERC-777 lets recipients do.
contract ReenteringToken is PlainToken {
    address public target;
    bytes public data;
    bytes public lastError;

    constructor(address owner_) PlainToken(owner_) {}

    function reenter(address target_, bytes calldata data_) external {
        target = target_;
        data = data_;
    }

    function _transfer(address from, address to, uint256 amount) internal override {
        super._transfer(from, to, amount);
        address callee = target;
        if (callee == address(0)) return;
        target = address(0);
        (bool success, bytes memory result) = callee.call(data);
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
