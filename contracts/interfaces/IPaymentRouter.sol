// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPermit2} from "./IPermit2.sol";
import {ISplitter, Share} from "./ISplitter.sol";

/// @notice The terms of a payment. Their EIP-712 struct hash is the payment's id, so nobody can change a part of them without changing
/// the id.
/// @param uuid The off-chain payment's UUID as a uint128 in the low 16 bytes. The router does not look at it: two terms of one UUID are two
/// payments, and both can settle.
/// @param chainId The only chain on which it can settle.
/// @param token The only token in which it can settle.
/// @param deadline Unix seconds; the last second at which it can settle. At most 31 days ahead, or it cannot settle yet.
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
/// @dev What payers sign for `payWithSignature` and as the witness of `payWithPermit2` is EIP-712 typed data,
/// `PaymentConsent(address payer,Payment payment)`. The domain of the former is "PaymentRouter", "1", the chain and the router (ERC-5267:
/// `eip712Domain`).
interface IPaymentRouter is ISplitter {
    /// @notice Every transfer of a payment succeeded, and the largest arrived exactly. For tokens that take the same proportion of every
    /// transfer (none, for honest ones) each recipient got exactly its net amount and the fee recipient the fee.
    /// @dev The split is not in it: it is in the call data, and in the token's `Transfer` events of the same transaction.
    /// @param paymentId The id of its terms.
    /// @param merchant The recipient of its first share.
    /// @param token In which it was paid.
    /// @param payer Whose money it was: the deposit address, for `payFromDeposit`. With a token that accepts any call, as WETH does, whoever
    /// submits `payWithAuthorization` can name anybody here: return no money to it without looking at the transfers.
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
    /// @param paymentId The id of the payment whose address it is.
    /// @param token What was sent; zero for the native token.
    /// @param to The beneficiary.
    /// @param amount What was sent. Less arrives where the token takes a fee: a deposit must come out of here even then.
    event DepositReclaimed(bytes32 indexed paymentId, address indexed token, address indexed to, uint256 amount);

    /// @notice The payment's last second is over.
    /// @param deadline That second.
    error PaymentExpired(uint256 deadline);

    /// @notice The payment's last second is more than `MAX_LIFETIME` ahead.
    /// @param deadline That second.
    error DeadlineTooFar(uint256 deadline);

    /// @notice The payment was settled before: an id settles once.
    /// @param paymentId The id.
    error PaymentAlreadySettled(bytes32 paymentId);

    /// @notice The payment is for another chain.
    /// @param chainId That chain.
    error WrongChain(uint256 chainId);

    /// @notice The signature is not the payer's: neither of its key (ECDSA) nor of its code (ERC-1271).
    /// @param payer Who should have signed.
    error InvalidSignature(address payer);

    /// @notice The deposit address holds less than the total of the payment.
    /// @param held What it holds.
    /// @param needed The total.
    error DepositTooSmall(uint256 held, uint256 needed);

    /// @notice The deposit address holds nothing of that token.
    error NothingToReclaim();

    /// @notice What the deposit address holds can still pay the payment: use `payFromDeposit`, or wait until the deadline is over.
    error DepositStillPayable();

    /// @notice On a chain other than the payment's only the beneficiary itself may reclaim.
    error NotBeneficiary();

    /// @notice Pays from the caller's balance, by the caller's allowance to the router. Nothing passes through the router.
    /// @param payment The terms.
    function pay(Payment calldata payment) external;

    /// @notice Like `pay`, with an EIP-2612 permit by the caller for the total.
    /// @dev A permit that fails does not fail the payment where the allowance is there: anybody can submit a permit before us.
    /// @param payment The terms.
    /// @param permitDeadline The permit's own, in unix seconds.
    /// @param v Of the permit's signature.
    /// @param r Of the permit's signature.
    /// @param s Of the permit's signature.
    function payWithPermit(Payment calldata payment, uint256 permitDeadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Pays by the payer's EIP-3009 authorization to the router for the total, with the payment's id as its nonce. Anyone submits.
    /// @dev The token checks the signature, and wallets show the payer no more of the terms than the nonce. The payer takes it back by the
    /// token's `cancelAuthorization`.
    /// @param payment The terms.
    /// @param payer Who signed.
    /// @param validAfter Of the authorization, in unix seconds.
    /// @param validBefore Of the authorization, in unix seconds.
    /// @param signature Of a key, or of a contract by ERC-1271.
    function payWithAuthorization(
        Payment calldata payment,
        address payer,
        uint256 validAfter,
        uint256 validBefore,
        bytes calldata signature
    ) external;

    /// @notice Pays by the payer's Permit2 signature for the total, with its consent to the payment as the witness. Anyone submits.
    /// @dev The payer takes it back by Permit2's `invalidateUnorderedNonces`.
    /// @param payment The terms.
    /// @param payer Who signed.
    /// @param nonce Chosen by the payer. One after the other is cheaper than at random: Permit2 keeps 256 in a word.
    /// @param deadline The permit's own, in unix seconds.
    /// @param signature Of a key, or of a contract by ERC-1271.
    function payWithPermit2(
        Payment calldata payment,
        address payer,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Pays by the payer's allowance to the router and its consent, signed in the router's domain. Anyone submits.
    /// @dev There is no cancel: a signature lives as long as the payment can settle, at most 31 days.
    /// @param payment The terms.
    /// @param payer Who signed.
    /// @param signature Of the payer's key, or of its code by ERC-1271. The key is tried first, so an EIP-7702 delegate cannot restrict it.
    function payWithSignature(Payment calldata payment, address payer, bytes calldata signature) external;

    /// @notice Pays from what the payment's deposit address holds. Anyone submits.
    /// @param payment The terms.
    function payFromDeposit(Payment calldata payment) external;

    /// @notice Sends what the payment's deposit address holds of a token to `refundTo`, or to the merchant where that is zero. Anyone submits:
    /// the payment's own token once the payment cannot be settled (it was, its deadline is over, or it is too far), any other at any time.
    /// On another chain than the payment's, only the beneficiary itself.
    /// @dev While the payment can be settled, what is reclaimed must not lower the balance of its token: some tokens have two addresses.
    /// A beneficiary that is the router is refused with `InvalidRecipient`, with the number of shares as the index of `refundTo`.
    /// @param payment The terms.
    /// @param token What is reclaimed; zero for the native token.
    function reclaim(Payment calldata payment, address token) external;

    /// @notice The id of a payment: the EIP-712 struct hash of its terms, without a domain.
    /// @param payment The terms.
    /// @return The id.
    function paymentIdOf(Payment calldata payment) external view returns (bytes32);

    /// @notice Where plain transfers pay the payment. The same on every chain on which the router has the same address.
    /// @param payment The terms.
    /// @return The address, whether there is code at it or not.
    function depositAddressOf(Payment calldata payment) external view returns (address);

    /// @notice What a payment costs its payer, how much of it is fee, and what each recipient gets.
    /// @dev Arithmetic alone: it does not say whether the payment can settle.
    /// @param payment The terms.
    /// @return total The sum of the gross shares.
    /// @return fee The sum of what is taken off.
    /// @return net What each recipient gets, in the order of the shares.
    function amountsOf(
        Payment calldata payment
    ) external view returns (uint256 total, uint256 fee, uint256[] memory net);

    /// @notice Whether a payment has been settled.
    /// @dev True from before the first transfer on: in the middle of a payment, as a token that calls back sees it, others may still be unpaid.
    /// @param paymentId The id of its terms.
    /// @return Whether it has.
    function isSettled(bytes32 paymentId) external view returns (bool);

    /// @notice The furthest ahead that a deadline may be, in seconds.
    /// @return 31 days.
    function MAX_LIFETIME() external view returns (uint256);

    /// @notice Uniswap's Permit2.
    /// @return Its address, fixed at deployment.
    function PERMIT2() external view returns (IPermit2);

    /// @notice The code that deposit addresses are clones of.
    /// @return Its address, deployed by the router.
    function DEPOSIT_ADDRESS_CODE() external view returns (address);
}
