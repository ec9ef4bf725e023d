// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {EfficientHashLib} from "solady/src/utils/EfficientHashLib.sol";
import {Part} from "../interfaces/IPartSplitter.sol";

/// @title PartHash
/// @notice The EIP-712 hash of a split in proportions.
library PartHash {
    using EfficientHashLib for bytes32[];

    bytes32 internal constant PART_TYPEHASH = keccak256("Part(address recipient,uint16 bps)");

    /// @notice The hash of an array of parts, as EIP-712 encodes one: of their struct hashes in a row.
    /// @param parts The parts, as they are.
    /// @return The hash.
    function hash(Part[] calldata parts) internal pure returns (bytes32) {
        bytes32[] memory hashes = EfficientHashLib.malloc(parts.length);
        for (uint256 i; i < parts.length; ++i) {
            Part calldata part = parts[i];
            hashes.set(
                i,
                EfficientHashLib.hash(
                    PART_TYPEHASH,
                    bytes32(uint256(uint160(part.recipient))),
                    bytes32(uint256(part.bps))
                )
            );
        }
        return hashes.hash();
    }
}
