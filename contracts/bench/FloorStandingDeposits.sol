// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DepositAddress} from "../DepositAddress.sol";
import {Standing} from "../interfaces/IStandingDeposits.sol";

/// @title FloorStandingDeposits
/// @notice What a sweep costs at the very least: the address, what it holds, the transfers and one event, by hand and without any check.
/// @dev To measure against, never to deploy. It takes the contract's own call data; the reference stands for the id. The clone must stand
/// already: `open` puts it there.
contract FloorStandingDeposits {
    address private immutable CODE = address(new DepositAddress());

    /// @notice The address of a reference.
    function addressOf(bytes32 ref) external view returns (address deposit) {
        address code = CODE;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(add(free, 0x38), address())
            mstore(add(free, 0x24), 0x5af43d82803e903d91602b57fd5bf3ff)
            mstore(add(free, 0x14), code)
            mstore(free, 0x3d602d80600a3d3981f3363d3d373d3d3d363d73)
            mstore(add(free, 0x58), ref)
            mstore(add(free, 0x78), keccak256(add(free, 0x0c), 0x37))
            deposit := and(keccak256(add(free, 0x43), 0x55), 0xffffffffffffffffffffffffffffffffffffffff)
        }
    }

    /// @notice Puts the clone of a reference there.
    function open(bytes32 ref) external {
        address code = CODE;
        assembly ("memory-safe") {
            mstore(0x00, or(shr(232, shl(96, code)), 0x3d602d80600a3d3981f3363d3d373d3d3d363d73000000))
            mstore(0x20, or(shl(120, code), 0x5af43d82803e903d91602b57fd5bf3))
            if iszero(create2(0, 0x09, 0x37, ref)) {
                revert(0, 0)
            }
        }
    }

    function sweep(Standing calldata, address) external {
        address code = CODE;
        assembly ("memory-safe") {
            let standing := add(4, calldataload(4))
            let token := calldataload(0x24)
            let parts := add(standing, calldataload(add(standing, 0x40)))
            let count := calldataload(parts)
            let free := mload(0x40)
            mstore(add(free, 0x38), address())
            mstore(add(free, 0x24), 0x5af43d82803e903d91602b57fd5bf3ff)
            mstore(add(free, 0x14), code)
            mstore(free, 0x3d602d80600a3d3981f3363d3d373d3d3d363d73)
            mstore(add(free, 0x58), calldataload(standing))
            mstore(add(free, 0x78), keccak256(add(free, 0x0c), 0x37))
            let deposit := keccak256(add(free, 0x43), 0x55)
            // balanceOf(address)
            mstore(free, shl(224, 0x70a08231))
            mstore(add(free, 0x04), and(deposit, 0xffffffffffffffffffffffffffffffffffffffff))
            if iszero(staticcall(gas(), token, free, 0x24, 0, 0x20)) {
                revert(0, 0)
            }
            let total := mload(0)
            // release(address,address,uint256)
            mstore(free, shl(224, 0x8bfb07c9))
            mstore(add(free, 0x04), token)
            mstore(add(free, 0x24), address())
            mstore(add(free, 0x44), total)
            if iszero(call(gas(), deposit, 0, free, 0x64, 0, 0)) {
                revert(0, 0)
            }
            // transfer(address,uint256)
            mstore(free, shl(224, 0xa9059cbb))
            let bps := 0
            let before := 0
            let fee := total
            for {
                let i := 0
            } lt(i, count) {
                i := add(i, 1)
            } {
                let part := add(parts, add(0x20, mul(i, 0x40)))
                bps := add(bps, calldataload(add(part, 0x20)))
                let upTo := div(mul(total, bps), 10000)
                let net := sub(upTo, before)
                before := upTo
                net := sub(net, div(net, 100))
                fee := sub(fee, net)
                mstore(add(free, 0x04), calldataload(part))
                mstore(add(free, 0x24), net)
                if iszero(call(gas(), token, 0, free, 0x44, 0, 0)) {
                    revert(0, 0)
                }
            }
            // A fixed fee recipient, as code.
            mstore(add(free, 0x04), 0xFEE)
            mstore(add(free, 0x24), fee)
            if iszero(call(gas(), token, 0, free, 0x44, 0, 0)) {
                revert(0, 0)
            }
            mstore(free, total)
            mstore(add(free, 0x20), fee)
            log4(free, 0x40, 0, calldataload(standing), token, calldataload(add(parts, 0x20)))
        }
    }
}
