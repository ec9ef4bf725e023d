// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Payment, Share} from "../interfaces/IPaymentRouter.sol";

/// @title PaymentHash
/// @notice The EIP-712 struct hash of a payment: its id.
library PaymentHash {
    bytes32 internal constant SHARE_TYPEHASH = keccak256("Share(address recipient,uint256 amount)");

    bytes32 internal constant PAYMENT_TYPEHASH = keccak256(
        "Payment(bytes32 uuid,uint256 chainId,address token,uint256 deadline,address refundTo,Share[] shares)"
        "Share(address recipient,uint256 amount)"
    );

    /// @dev The end of Permit2's type string, from the witness on; the types that it names follow in alphabetical order.
    string internal constant PERMIT2_WITNESS_TYPE =
        "Payment witness)"
        "Payment(bytes32 uuid,uint256 chainId,address token,uint256 deadline,address refundTo,Share[] shares)"
        "Share(address recipient,uint256 amount)"
        "TokenPermissions(address token,uint256 amount)";

    /// @notice hashStruct(payment), without a domain: the chain is a field of the payment.
    function hash(Payment calldata payment) internal pure returns (bytes32) {
        Share[] calldata shares = payment.shares;
        bytes32[] memory hashes = new bytes32[](shares.length);
        for (uint256 i; i < shares.length; ++i) {
            hashes[i] = keccak256(abi.encode(SHARE_TYPEHASH, shares[i].recipient, shares[i].amount));
        }
        return
            keccak256(
                abi.encode(
                    PAYMENT_TYPEHASH,
                    payment.uuid,
                    payment.chainId,
                    payment.token,
                    payment.deadline,
                    payment.refundTo,
                    keccak256(abi.encodePacked(hashes))
                )
            );
    }
}
