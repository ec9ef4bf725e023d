// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BasePaymaster} from "account-abstraction-0.7/core/BasePaymaster.sol";
import {IEntryPoint} from "account-abstraction-0.7/interfaces/IEntryPoint.sol";
import {PackedUserOperation} from "account-abstraction-0.7/interfaces/PackedUserOperation.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {SponsorSignature} from "./SponsorSignature.sol";

/// @title GasSponsorV07
/// @notice A verifying paymaster for EntryPoint v0.7: pays the gas of operations that its signer agreed to, from its deposit there.
/// @dev `SponsorSignature` says what is signed and how it is checked. The owner can withdraw the deposit and nothing else: no payment
/// passes through here.
contract GasSponsorV07 is BasePaymaster, Ownable2Step, SponsorSignature {
    uint256 private constant SIGNATURE_OFFSET = PAYMASTER_DATA_OFFSET + 12;

    /// @notice What is fixed at deployment, and who owns the deposit first.
    /// @param entryPoint EntryPoint v0.7.
    /// @param signer Whose signature makes an operation sponsored. Not zero.
    /// @param owner Not zero. Who may withdraw the deposit. Passed rather than taken from the caller, which may be a factory.
    constructor(
        IEntryPoint entryPoint,
        address signer,
        address owner
    ) BasePaymaster(entryPoint) SponsorSignature(signer) {
        _transferOwnership(_required(owner));
    }

    /// @notice Begins to replace the owner, who stays until the new one accepts.
    /// @param newOwner Who may accept.
    function transferOwnership(address newOwner) public override(Ownable, Ownable2Step) {
        Ownable2Step.transferOwnership(newOwner);
    }

    /// @notice Always reverts. The owner can be replaced in two steps, by `transferOwnership` and `acceptOwnership`.
    function renounceOwnership() public pure override {
        revert OwnerRequired();
    }

    /// @notice Whether the signer agreed to an operation, and within which time.
    /// @param operation As the EntryPoint gets it.
    /// @return context Empty: nothing is to be done after the operation.
    /// @return validationData As ERC-4337 packs it: whether the signature fails, and the time.
    function _validatePaymasterUserOp(
        PackedUserOperation calldata operation,
        bytes32,
        uint256
    ) internal view override returns (bytes memory context, uint256 validationData) {
        bytes calldata data = operation.paymasterAndData;
        (uint48 validUntil, uint48 validAfter) = _timesIn(data, PAYMASTER_DATA_OFFSET);
        bytes32 structHash = keccak256(
            abi.encode(
                SPONSORSHIP_TYPEHASH,
                operation.sender,
                operation.sender.codehash,
                operation.nonce,
                keccak256(operation.callData),
                operation.accountGasLimits,
                bytes32(data[PAYMASTER_VALIDATION_GAS_OFFSET:PAYMASTER_DATA_OFFSET]),
                operation.preVerificationGas,
                operation.gasFees,
                validUntil,
                validAfter
            )
        );
        return ("", _verdict(structHash, data[SIGNATURE_OFFSET:], validUntil, validAfter));
    }

    /// @notice Replaces the owner, and forgets who was to become it.
    /// @param newOwner The next owner.
    function _transferOwnership(address newOwner) internal override(Ownable, Ownable2Step) {
        Ownable2Step._transferOwnership(newOwner);
    }
}
