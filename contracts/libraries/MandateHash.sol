// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {EfficientHashLib} from "solady/src/utils/EfficientHashLib.sol";
import {Mandate} from "../interfaces/IMandates.sol";
import {PartHash} from "./PartHash.sol";

/// @title MandateHash
/// @notice The EIP-712 struct hashes of a mandate, which is its id, and of what is signed about one.
library MandateHash {
    bytes32 internal constant MANDATE_TYPEHASH = keccak256(
        "Mandate(bytes32 ref,address payer,address token,uint256 maxAmount,uint64 start,uint8 unit,uint32 every,uint32 window,"
        "uint32 periods,address collector,uint256 epoch,Part[] parts)Part(address recipient,uint16 bps)"
    );

    bytes32 internal constant CHARGE_TYPEHASH = keccak256("Charge(bytes32 mandateId,uint256 period,uint256 amount)");

    bytes32 internal constant CANCEL_TYPEHASH = keccak256("Cancel(bytes32 mandateId)");

    /// @notice hashStruct(mandate), without a domain.
    /// @param m The terms.
    /// @return The id.
    function hash(Mandate calldata m) internal pure returns (bytes32) {
        return
            EfficientHashLib.hash(
                MANDATE_TYPEHASH,
                m.ref,
                bytes32(uint256(uint160(m.payer))),
                bytes32(uint256(uint160(m.token))),
                bytes32(m.maxAmount),
                bytes32(uint256(m.start)),
                bytes32(uint256(m.unit)),
                bytes32(uint256(m.every)),
                bytes32(uint256(m.window)),
                bytes32(uint256(m.periods)),
                bytes32(uint256(uint160(m.collector))),
                bytes32(m.epoch),
                PartHash.hash(m.parts)
            );
    }

    /// @notice hashStruct(charge): what a collector signs.
    /// @param mandateId The mandate.
    /// @param period The period that is charged.
    /// @param amount How much.
    /// @return The EIP-712 struct hash.
    function hashCharge(bytes32 mandateId, uint256 period, uint256 amount) internal pure returns (bytes32) {
        return EfficientHashLib.hash(CHARGE_TYPEHASH, mandateId, bytes32(period), bytes32(amount));
    }

    /// @notice hashStruct(cancel): what a payer signs to end a mandate. The id commits to the payer.
    /// @param mandateId The mandate.
    /// @return The EIP-712 struct hash.
    function hashCancel(bytes32 mandateId) internal pure returns (bytes32) {
        return EfficientHashLib.hash(CANCEL_TYPEHASH, mandateId);
    }
}
