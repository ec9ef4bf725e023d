// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IERC3009
/// @notice Transfers by signed authorization: the variant of EIP-3009 that takes the signature as bytes, as Circle's tokens do from
/// version 2.2, so that contracts can sign too (ERC-1271).
interface IERC3009 {
    /// @notice Moves `value` from `from` to `to`, which must be the caller, by a signature of `from`.
    /// @param from Who pays.
    /// @param to Who is paid: the caller.
    /// @param value In base units.
    /// @param validAfter Unix seconds; it is valid after that second.
    /// @param validBefore Unix seconds; it is valid before that second.
    /// @param nonce Chosen by `from`; each is used once.
    /// @param signature Of the key of `from`, or of its code by ERC-1271.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;
}
