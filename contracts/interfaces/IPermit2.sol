// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IPermit2
/// @notice The functions of Uniswap's Permit2 that we call.
interface IPermit2 {
    /// @param token What may be moved.
    /// @param amount At most how much.
    struct TokenPermissions {
        address token;
        uint256 amount;
    }

    /// @param permitted The token and the amount.
    /// @param nonce Chosen by the owner; each is used once.
    /// @param deadline Unix seconds; the last second.
    struct PermitTransferFrom {
        TokenPermissions permitted;
        uint256 nonce;
        uint256 deadline;
    }

    /// @param to Who is paid.
    /// @param requestedAmount How much.
    struct SignatureTransferDetails {
        address to;
        uint256 requestedAmount;
    }

    /// @notice Moves a token of `owner` by its signature over the permit and a witness.
    /// @param permit The token, the most that may be moved, the nonce and the last second.
    /// @param transferDetails To whom, and how much.
    /// @param owner Who signed.
    /// @param witness The struct hash of what the owner agreed to beside the transfer.
    /// @param witnessTypeString The end of the EIP-712 type string, from the witness on.
    /// @param signature Of the owner's key, or of its code by ERC-1271.
    function permitWitnessTransferFrom(
        PermitTransferFrom calldata permit,
        SignatureTransferDetails calldata transferDetails,
        address owner,
        bytes32 witness,
        string calldata witnessTypeString,
        bytes calldata signature
    ) external;

    /// @notice Moves a token by the allowance that its owner gave the caller in Permit2.
    /// @param from Whose token it is.
    /// @param to Who gets it.
    /// @param amount How much.
    /// @param token The token. Permit2 does not check that it has code.
    function transferFrom(address from, address to, uint160 amount, address token) external;
}
