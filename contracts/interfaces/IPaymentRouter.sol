// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ISplitter, Share} from "./ISplitter.sol";

/// @notice The terms of a payment. Their EIP-712 struct hash is the payment's id, so nobody can change a part of them without changing
/// the id.
/// @param uuid The off-chain payment's UUID as a uint128 in the low 16 bytes.
/// @param chainId The only chain on which it can settle.
/// @param token The only token in which it can settle.
/// @param deadline Unix seconds; the last second at which it can settle.
/// @param refundTo Who gets what a deposit address holds beyond the payment. Zero: the merchant.
/// @param shares The merchant first, then up to five sellers.
struct Payment {
    bytes32 uuid;
    uint256 chainId;
    address token;
    uint256 deadline;
    address refundTo;
    Share[] shares;
}

/// @title IPaymentRouter
/// @notice Pays a merchant and up to five sellers in one transaction, takes the fee from each share, and settles each payment at most once.
interface IPaymentRouter is ISplitter {
    /// @notice All recipients of a payment were paid, to the base unit.
    /// @param amount What the payer paid: the sum of the gross shares.
    /// @param fee What the fee recipient got of it.
    event PaymentSettled(
        bytes32 indexed paymentId,
        address indexed merchant,
        address indexed token,
        address payer,
        uint256 amount,
        uint256 fee
    );

    /// @notice What a deposit address held was sent to the payment's beneficiary.
    event DepositReclaimed(bytes32 indexed paymentId, address indexed token, address indexed to, uint256 amount);

    /// @notice The payment's last second, `deadline`, is over.
    error PaymentExpired(uint256 deadline);

    /// @notice The payment was settled before: an id settles once.
    error PaymentAlreadySettled(bytes32 paymentId);

    /// @notice The payment is for the chain `chainId`, which is not this one.
    error WrongChain(uint256 chainId);

    /// @notice The signature is not the payer's: neither of its key (ECDSA) nor of its code (ERC-1271).
    error InvalidSignature(address payer);

    /// @notice The deposit address holds `held`, less than the `needed` total of the payment.
    error DepositTooSmall(uint256 held, uint256 needed);

    /// @notice The deposit address holds nothing of that token.
    error NothingToReclaim();

    /// @notice What the deposit address holds can still pay the payment: use `payFromDeposit`, or wait until the deadline is over.
    error DepositStillPayable();

    /// @notice On a chain other than the payment's only the beneficiary itself may reclaim.
    error NotBeneficiary();

    /// @notice Pays from the caller's balance, by the caller's allowance to the router. Nothing passes through the router.
    function pay(Payment calldata payment) external;

    /// @notice Like `pay`, with an EIP-2612 permit by the caller for the total.
    /// @dev A permit that fails does not fail the payment where the allowance is there: anybody can submit a permit before us.
    function payWithPermit(Payment calldata payment, uint256 permitDeadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Pays by the payer's EIP-3009 authorization to the router for the total, with the payment's id as its nonce. Anyone submits.
    /// @param signature Of a key, or of a contract by ERC-1271.
    function payWithAuthorization(
        Payment calldata payment,
        address payer,
        uint256 validAfter,
        uint256 validBefore,
        bytes calldata signature
    ) external;

    /// @notice Pays by the payer's Permit2 signature for the total, with the payment as its witness. Anyone submits.
    /// @param nonce Chosen by the payer. One after the other is cheaper than at random: Permit2 keeps 256 in a word.
    /// @param deadline The permit's own, in unix seconds.
    function payWithPermit2(
        Payment calldata payment,
        address payer,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Pays by the payer's allowance to the router and its EIP-712 signature over the payment, in the router's domain. Anyone
    /// submits.
    /// @param signature Of the payer's key, or of its code by ERC-1271.
    function payWithSignature(Payment calldata payment, address payer, bytes calldata signature) external;

    /// @notice Pays from what the payment's deposit address holds. Anyone submits.
    function payFromDeposit(Payment calldata payment) external;

    /// @notice Sends what the payment's deposit address holds of `token` to `refundTo`, or to the merchant where that is zero. Anyone submits:
    /// the payment's own token once it is settled or its deadline is over, any other token at any time. On another chain than the
    /// payment's, only the beneficiary itself.
    function reclaim(Payment calldata payment, address token) external;

    /// @notice The id of a payment: the EIP-712 struct hash of its terms, without a domain.
    function paymentIdOf(Payment calldata payment) external view returns (bytes32);

    /// @notice Where plain transfers pay the payment. The same on every chain on which the router has the same address.
    function depositAddressOf(Payment calldata payment) external view returns (address);

    /// @notice What a payment costs its payer, how much of it is fee, and what each recipient gets, in the order of the shares.
    /// @dev Pure arithmetic: it does not say whether the payment can settle.
    function amountsOf(
        Payment calldata payment
    ) external view returns (uint256 total, uint256 fee, uint256[] memory net);

    /// @notice Whether a payment has been settled.
    function isSettled(bytes32 paymentId) external view returns (bool);
}
