// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BasePaymaster} from "account-abstraction-0.6/core/BasePaymaster.sol";
import {IEntryPoint} from "account-abstraction-0.6/interfaces/IEntryPoint.sol";
import {UserOperation} from "account-abstraction-0.6/interfaces/UserOperation.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {SponsorSignature} from "./SponsorSignature.sol";

/// @title GasSponsorV06
/// @notice A verifying paymaster for EntryPoint v0.6: pays the gas of operations that its signer agreed to, from its deposit there.
/// @dev `SponsorSignature` says what is signed and how it is checked. The owner can withdraw the deposit and nothing else: no payment
/// passes through here.
contract GasSponsorV06 is BasePaymaster, Ownable2Step, SponsorSignature {
    /// @dev Behind the paymaster's own address.
    uint256 private constant DATA_OFFSET = 20;
    uint256 private constant SIGNATURE_OFFSET = DATA_OFFSET + 12;

    /// @notice What is fixed at deployment, and who owns the deposit first.
    /// @param entryPoint EntryPoint v0.6.
    /// @param signer Whose signature makes an operation sponsored. Not zero.
    /// @param owner Not zero. Who may withdraw the deposit. Passed rather than taken from the caller, which may be a factory.
    constructor(
        IEntryPoint entryPoint,
        address signer,
        address owner
    ) BasePaymaster(entryPoint) Ownable(_required(owner)) SponsorSignature(signer) {}

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
    /// @dev Its gas limits and fees are signed in the words of later versions, and the paymaster has no gas of its own. Nothing is lost by packing
    /// them: EntryPoint v0.6 refuses (AA94) what does not fit into 120 bits before it asks.
    /// @param operation As the EntryPoint gets it.
    /// @return context Empty: nothing is to be done after the operation.
    /// @return validationData As ERC-4337 packs it: whether the signature fails, and the time.
    function _validatePaymasterUserOp(
        UserOperation calldata operation,
        bytes32,
        uint256
    ) internal view override returns (bytes memory context, uint256 validationData) {
        bytes calldata data = operation.paymasterAndData;
        (uint48 validUntil, uint48 validAfter) = _timesIn(data, DATA_OFFSET);
        bytes32 structHash = keccak256(
            abi.encode(
                SPONSORSHIP_TYPEHASH,
                operation.sender,
                operation.sender.codehash,
                operation.nonce,
                keccak256(operation.callData),
                _packed(operation.verificationGasLimit, operation.callGasLimit),
                bytes32(0),
                operation.preVerificationGas,
                _packed(operation.maxPriorityFeePerGas, operation.maxFeePerGas),
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

    /// @notice Two numbers in one word, as later versions pack them.
    /// @param high Of 128 bits.
    /// @param low Of 128 bits.
    /// @return Both.
    function _packed(uint256 high, uint256 low) private pure returns (bytes32) {
        return bytes32((high << 128) | low);
    }
}
