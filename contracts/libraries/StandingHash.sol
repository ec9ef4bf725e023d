// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {EfficientHashLib} from "solady/src/utils/EfficientHashLib.sol";
import {Standing} from "../interfaces/IStandingDeposits.sol";
import {PartHash} from "./PartHash.sol";

/// @title StandingHash
/// @notice The EIP-712 struct hash of a standing deposit's terms: its id.
library StandingHash {
    bytes32 internal constant STANDING_TYPEHASH = keccak256(
        "Standing(bytes32 ref,uint256 chainId,Part[] parts)Part(address recipient,uint16 bps)"
    );

    /// @notice hashStruct(standing), without a domain: the chain is a field.
    /// @param standing The terms.
    /// @return The id.
    function hash(Standing calldata standing) internal pure returns (bytes32) {
        return
            EfficientHashLib.hash(
                STANDING_TYPEHASH,
                standing.ref,
                bytes32(standing.chainId),
                PartHash.hash(standing.parts)
            );
    }
}
