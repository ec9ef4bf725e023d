// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {_packValidationData} from "@account-abstraction/contracts/core/Helpers.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title SponsorSignature
/// @notice What the gas sponsors for EntryPoint v0.6 and v0.7 share: an immutable signer, what it signs, and how that is read and checked.
/// @dev The promise of `GasSponsor`, for v0.8, whose code is not built on this one: it stands on chains, at an address that follows from it.
///
/// Validation reads no storage, so bundlers need no stake of a sponsor (ERC-7562). A signer is replaced by deploying another sponsor.
///
/// The sponsor's data: validUntil (6 bytes), validAfter (6 bytes), signature (65 bytes). The signature is the signer's over
/// `Sponsorship`, EIP-712 typed data in the domain "GasSponsor", "1", this chain, this contract.
///
/// Call data proves nothing about an account whose code is unknown, so the account's code is signed too, by its hash. The EntryPoint asks the
/// paymaster after it deployed the account, and EIP-7702 delegations are set before the transaction runs: the hash is that of the code that
/// will run, of the delegation designator for a delegated account. ERC-7562 lets a paymaster read the code of the sender.
///
/// What an operation costs is bounded by its signed gas limits and fees, and is paid whether its call succeeds or not: what it is worth to
/// sign is the signer's to judge.
abstract contract SponsorSignature is EIP712 {
    bytes32 internal constant SPONSORSHIP_TYPEHASH = keccak256(
        "Sponsorship(address sender,bytes32 accountCodeHash,uint256 nonce,bytes callData,bytes32 accountGasLimits,bytes32 paymasterGasLimits,"
        "uint256 preVerificationGas,bytes32 gasFees,uint48 validUntil,uint48 validAfter)"
    );

    uint256 private constant TIMES = 12;
    uint256 private constant SIGNATURE = 65;

    /// @notice Whose signature makes an operation sponsored.
    address public immutable SIGNER;

    /// @notice The sponsor's data is not 77 bytes long.
    /// @param length How long it is.
    error InvalidPaymasterData(uint256 length);

    /// @notice The signer of a deployment is zero.
    error InvalidSigner();

    /// @notice The deposit must stay somebody's: without an owner nobody could withdraw it.
    error OwnerRequired();

    /// @notice What is fixed at deployment.
    /// @param signer Whose signature makes an operation sponsored. Not zero.
    constructor(address signer) EIP712("GasSponsor", "1") {
        if (signer == address(0)) revert InvalidSigner();
        SIGNER = signer;
    }

    /// @notice The times in a sponsor's data.
    /// @param data What names the paymaster, and its data behind.
    /// @param offset Where that begins.
    /// @return validUntil Unix seconds; the last second at which the operation may be included.
    /// @return validAfter Unix seconds; it may not be included before.
    function _timesIn(
        bytes calldata data,
        uint256 offset
    ) internal pure returns (uint48 validUntil, uint48 validAfter) {
        if (data.length != offset + TIMES + SIGNATURE) revert InvalidPaymasterData(data.length - offset);
        validUntil = uint48(bytes6(data[offset:offset + 6]));
        validAfter = uint48(bytes6(data[offset + 6:offset + TIMES]));
    }

    /// @notice Whether the signer agreed, and within which time.
    /// @dev A wrong signature is answered with SIG_VALIDATION_FAILED, not by a revert, so that gas can be estimated with a stub.
    /// @param structHash Of the `Sponsorship` that it had to sign.
    /// @param signature At the end of the sponsor's data.
    /// @param validUntil As in the data.
    /// @param validAfter As in the data.
    /// @return validationData As ERC-4337 packs it: whether the signature fails, and the time.
    function _verdict(
        bytes32 structHash,
        bytes calldata signature,
        uint48 validUntil,
        uint48 validAfter
    ) internal view returns (uint256 validationData) {
        bytes32 hash = _hashTypedDataV4(structHash);
        (address signer, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(hash, signature);
        bool agreed = failure == ECDSA.RecoverError.NoError && signer == SIGNER;
        return _packValidationData(!agreed, validUntil, validAfter);
    }

    /// @notice Throws unless there is an owner.
    /// @param owner Who may withdraw the deposit.
    /// @return The same.
    function _required(address owner) internal pure returns (address) {
        if (owner == address(0)) revert OwnerRequired();
        return owner;
    }
}
