// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BasePaymaster} from "@account-abstraction/contracts/core/BasePaymaster.sol";
import {UserOperationLib} from "@account-abstraction/contracts/core/UserOperationLib.sol";
import {_packValidationData} from "@account-abstraction/contracts/core/Helpers.sol";
import {IEntryPoint} from "@account-abstraction/contracts/interfaces/IEntryPoint.sol";
import {PackedUserOperation} from "@account-abstraction/contracts/interfaces/PackedUserOperation.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title GasSponsor
/// @notice A verifying paymaster for EntryPoint v0.8: pays the gas of operations that its signer agreed to, from its deposit there.
/// @dev The signer is immutable and validation reads no storage, so bundlers need no stake of it (ERC-7562). A signer is replaced by
/// deploying another sponsor. The owner can withdraw the deposit and nothing else: no payment passes through here.
///
/// paymasterData: validUntil (6 bytes), validAfter (6 bytes), signature (65 bytes). The signature is the signer's over
/// `Sponsorship`, EIP-712 typed data in the domain "GasSponsor", "1", this chain, this contract.
///
/// Call data proves nothing about an account whose code is unknown, so the account's code is signed too, by its hash. The EntryPoint asks the
/// paymaster after it deployed the account, and EIP-7702 delegations are set before the transaction runs: the hash is that of the code that
/// will run, of the delegation designator for a delegated account. ERC-7562 lets a paymaster read the code of the sender.
///
/// What an operation costs is bounded by its signed gas limits and fees, and is paid whether its call succeeds or not: what it is worth to
/// sign is the signer's to judge.
contract GasSponsor is BasePaymaster, EIP712 {
    using UserOperationLib for PackedUserOperation;

    bytes32 private constant SPONSORSHIP_TYPEHASH = keccak256(
        "Sponsorship(address sender,bytes32 accountCodeHash,uint256 nonce,bytes callData,bytes32 accountGasLimits,bytes32 paymasterGasLimits,"
        "uint256 preVerificationGas,bytes32 gasFees,uint48 validUntil,uint48 validAfter)"
    );

    uint256 private constant SIGNATURE_OFFSET = PAYMASTER_DATA_OFFSET + 12;

    /// @notice Whose signature makes an operation sponsored.
    address public immutable SIGNER;

    /// @notice paymasterData is not 77 bytes long.
    /// @param length How long it is.
    error InvalidPaymasterData(uint256 length);

    /// @notice The signer of a deployment is zero.
    error InvalidSigner();

    /// @notice The deposit must stay somebody's: without an owner nobody could withdraw it.
    error OwnerRequired();

    /// @notice What is fixed at deployment, and who owns the deposit first.
    /// @param entryPoint EntryPoint v0.8.
    /// @param signer Whose signature makes an operation sponsored. Not zero.
    /// @param owner Not zero. Who may withdraw the deposit. Passed rather than taken from the caller, which may be a factory.
    constructor(
        IEntryPoint entryPoint,
        address signer,
        address owner
    ) BasePaymaster(entryPoint) EIP712("GasSponsor", "1") {
        if (signer == address(0)) revert InvalidSigner();
        if (owner == address(0)) revert OwnerRequired();
        SIGNER = signer;
        _transferOwnership(owner);
    }

    /// @notice Always reverts. The owner can be replaced in two steps, by `transferOwnership` and `acceptOwnership`.
    function renounceOwnership() public pure override {
        revert OwnerRequired();
    }

    /// @notice What the signer signs for an operation, as an EIP-712 digest. For an account that is not there yet it is another one than
    /// the EntryPoint will ask for: the hash of its code is read from the chain.
    /// @dev The init code is left out: it is used up by the time that the paymaster is asked, and the hash of the account's code says what it
    /// led to. Gas limits and fees are in, so that nobody can spend more than was agreed to.
    /// @param operation As the EntryPoint gets it; its signature and the paymaster's data are not looked at.
    /// @param validUntil Unix seconds; the last second at which it may be included.
    /// @param validAfter Unix seconds; the last second at which it may not be included yet.
    /// @return The digest.
    function sponsorshipHash(
        PackedUserOperation calldata operation,
        uint48 validUntil,
        uint48 validAfter
    ) public view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(
                        SPONSORSHIP_TYPEHASH,
                        operation.sender,
                        operation.sender.codehash,
                        operation.nonce,
                        keccak256(operation.callData),
                        operation.accountGasLimits,
                        bytes32(operation.paymasterAndData[PAYMASTER_VALIDATION_GAS_OFFSET:PAYMASTER_DATA_OFFSET]),
                        operation.preVerificationGas,
                        operation.gasFees,
                        validUntil,
                        validAfter
                    )
                )
            );
    }

    /// @notice Whether the signer agreed to an operation, and within which time.
    /// @dev A wrong signature is answered with SIG_VALIDATION_FAILED, not by a revert, so that gas can be estimated with a stub.
    /// @param operation As the EntryPoint gets it.
    /// @return context Empty: nothing is to be done after the operation.
    /// @return validationData As ERC-4337 packs it: whether the signature fails, and the time.
    function _validatePaymasterUserOp(
        PackedUserOperation calldata operation,
        bytes32,
        uint256
    ) internal view override returns (bytes memory context, uint256 validationData) {
        bytes calldata data = operation.paymasterAndData;
        if (data.length != SIGNATURE_OFFSET + 65) revert InvalidPaymasterData(data.length - PAYMASTER_DATA_OFFSET);
        uint48 validUntil = uint48(bytes6(data[PAYMASTER_DATA_OFFSET:PAYMASTER_DATA_OFFSET + 6]));
        uint48 validAfter = uint48(bytes6(data[PAYMASTER_DATA_OFFSET + 6:SIGNATURE_OFFSET]));
        bytes32 hash = sponsorshipHash(operation, validUntil, validAfter);
        (address signer, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(hash, data[SIGNATURE_OFFSET:]);
        bool agreed = failure == ECDSA.RecoverError.NoError && signer == SIGNER;
        return ("", _packValidationData(!agreed, validUntil, validAfter));
    }
}
