// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {EfficientHashLib} from "solady/src/utils/EfficientHashLib.sol";
import {Payment} from "../interfaces/IPaymentRouter.sol";
import {Share} from "../interfaces/ISplitter.sol";

/// @title PaymentHash
/// @notice The EIP-712 struct hash of a payment, which is its id, and of a payer's consent to it.
/// @dev Solady hashes words where they lie; `abi.encode` would copy them first, for 1% of a payment's gas.
library PaymentHash {
    using EfficientHashLib for bytes32[];

    bytes32 internal constant SHARE_TYPEHASH = keccak256("Share(address recipient,uint256 amount)");

    bytes32 internal constant PAYMENT_TYPEHASH = keccak256(
        "Payment(bytes32 uuid,uint256 chainId,address token,uint256 deadline,address refundTo,Share[] shares)"
        "Share(address recipient,uint256 amount)"
    );

    bytes32 internal constant CONSENT_TYPEHASH = keccak256(
        "PaymentConsent(address payer,Payment payment)"
        "Payment(bytes32 uuid,uint256 chainId,address token,uint256 deadline,address refundTo,Share[] shares)"
        "Share(address recipient,uint256 amount)"
    );

    /// @dev The end of Permit2's type string, from the witness on; the types that it names follow in alphabetical order.
    string internal constant PERMIT2_WITNESS_TYPE =
        "PaymentConsent witness)"
        "Payment(bytes32 uuid,uint256 chainId,address token,uint256 deadline,address refundTo,Share[] shares)"
        "PaymentConsent(address payer,Payment payment)"
        "Share(address recipient,uint256 amount)"
        "TokenPermissions(address token,uint256 amount)";

    /// @notice hashStruct(payment), without a domain: the chain is a field of the payment.
    /// @param payment The terms.
    /// @return The id.
    function hash(Payment calldata payment) internal pure returns (bytes32) {
        Share[] calldata shares = payment.shares;
        bytes32[] memory hashes = EfficientHashLib.malloc(shares.length);
        for (uint256 i; i < shares.length; ++i) hashes.set(i, hashShare(shares[i].recipient, shares[i].amount));
        return hash(payment, hashes);
    }

    /// @notice hashStruct(payment), where the hashes of its shares are known.
    /// @param payment The terms.
    /// @param shareHashes By `hashShare`, in the order of the shares.
    /// @return The id.
    function hash(Payment calldata payment, bytes32[] memory shareHashes) internal pure returns (bytes32) {
        return
            EfficientHashLib.hash(
                PAYMENT_TYPEHASH,
                payment.uuid,
                bytes32(payment.chainId),
                bytes32(uint256(uint160(payment.token))),
                bytes32(payment.deadline),
                bytes32(uint256(uint160(payment.refundTo))),
                shareHashes.hash()
            );
    }

    /// @notice hashStruct(consent): what a payer signs. It names the payer, so that a signature of a key that several accounts take for
    /// theirs pays from the one that was meant.
    /// @param payer Who pays.
    /// @param paymentId hashStruct(payment).
    /// @return The EIP-712 struct hash.
    function hashConsent(address payer, bytes32 paymentId) internal pure returns (bytes32) {
        return EfficientHashLib.hash(CONSENT_TYPEHASH, bytes32(uint256(uint160(payer))), paymentId);
    }

    /// @notice hashStruct(share).
    /// @param recipient Of the share.
    /// @param amount Of the share.
    /// @return The EIP-712 struct hash.
    function hashShare(address recipient, uint256 amount) internal pure returns (bytes32) {
        return EfficientHashLib.hash(SHARE_TYPEHASH, bytes32(uint256(uint160(recipient))), bytes32(amount));
    }
}
