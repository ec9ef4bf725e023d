// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Mandate} from "../interfaces/IMandates.sol";
import {MandateHash} from "../libraries/MandateHash.sol";
import {PartHash} from "../libraries/PartHash.sol";

/// @title FloorMandates
/// @notice What a charge costs at the very least: the payer's signature over the terms, one word of state, the transfers and one event, by hand
/// and without any check of the terms, times or amounts.
/// @dev To measure against, never to deploy. It takes the contract's own call data, and its signatures are of its own domain.
contract FloorMandates {
    bytes32 private immutable DOMAIN = keccak256(
        abi.encode(
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
            keccak256("Mandates"),
            keccak256("1"),
            block.chainid,
            address(this)
        )
    );

    function charge(Mandate calldata, uint256, uint256, bytes calldata, bytes calldata) external {
        bytes32 domain = DOMAIN;
        bytes32 mandateType = MandateHash.MANDATE_TYPEHASH;
        bytes32 partType = PartHash.PART_TYPEHASH;
        assembly ("memory-safe") {
            let m := add(4, calldataload(4))
            let amount := calldataload(0x44)
            let parts := add(m, calldataload(add(m, 0x160)))
            let count := calldataload(parts)
            let hashes := mload(0x40)
            // The hash of the parts.
            mstore(0, partType)
            for {
                let i := 0
            } lt(i, count) {
                i := add(i, 1)
            } {
                calldatacopy(0x20, add(parts, add(0x20, mul(i, 0x40))), 0x40)
                mstore(add(hashes, mul(i, 0x20)), keccak256(0, 0x60))
            }
            let partsHash := keccak256(hashes, mul(count, 0x20))
            let free := hashes
            // The id.
            mstore(free, mandateType)
            calldatacopy(add(free, 0x20), m, 0x160)
            mstore(add(free, 0x180), partsHash)
            let id := keccak256(free, 0x1a0)
            // The payer's signature.
            mstore(free, shl(240, 0x1901))
            mstore(add(free, 2), domain)
            mstore(add(free, 0x22), id)
            mstore(free, keccak256(free, 0x42))
            let signature := add(4, calldataload(0x64))
            mstore(add(free, 0x20), byte(0, calldataload(add(signature, 0x60))))
            calldatacopy(add(free, 0x40), add(signature, 0x20), 0x40)
            let payer := calldataload(add(m, 0x20))
            if iszero(staticcall(gas(), 1, free, 0x80, 0, 0x20)) {
                revert(0, 0)
            }
            if iszero(eq(mload(0), payer)) {
                revert(0, 0)
            }
            // The period is used up.
            if gt(sload(id), calldataload(0x24)) {
                revert(0, 0)
            }
            sstore(id, add(calldataload(0x24), 1))
            // transferFrom(address,address,uint256)
            let token := calldataload(add(m, 0x40))
            mstore(free, shl(224, 0x23b872dd))
            mstore(add(free, 0x04), payer)
            let bps := 0
            let before := 0
            let fee := amount
            for {
                let i := 0
            } lt(i, count) {
                i := add(i, 1)
            } {
                let part := add(parts, add(0x20, mul(i, 0x40)))
                bps := add(bps, calldataload(add(part, 0x20)))
                let upTo := div(mul(amount, bps), 10000)
                let net := sub(upTo, before)
                before := upTo
                net := sub(net, div(net, 100))
                fee := sub(fee, net)
                mstore(add(free, 0x24), calldataload(part))
                mstore(add(free, 0x44), net)
                if iszero(call(gas(), token, 0, free, 0x64, 0, 0)) {
                    revert(0, 0)
                }
            }
            // A fixed fee recipient, as code.
            mstore(add(free, 0x24), 0xFEE)
            mstore(add(free, 0x44), fee)
            if iszero(call(gas(), token, 0, free, 0x64, 0, 0)) {
                revert(0, 0)
            }
            mstore(free, token)
            mstore(add(free, 0x20), calldataload(0x24))
            mstore(add(free, 0x40), amount)
            mstore(add(free, 0x60), fee)
            log4(free, 0x80, 0, id, calldataload(add(parts, 0x20)), payer)
        }
    }
}
