// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {EfficientHashLib} from "solady/src/utils/EfficientHashLib.sol";
import {DepositAddress} from "./DepositAddress.sol";
import {IERC3009} from "./interfaces/IERC3009.sol";
import {IPaymentRouter, Payment} from "./interfaces/IPaymentRouter.sol";
import {IPermit2} from "./interfaces/IPermit2.sol";
import {Share} from "./interfaces/ISplitter.sol";
import {DepositAddresses} from "./libraries/DepositAddresses.sol";
import {PaymentHash} from "./libraries/PaymentHash.sol";
import {SignatureOf} from "./libraries/SignatureOf.sol";
import {Split} from "./libraries/Split.sol";
import {Splitter} from "./Splitter.sol";

/// @title PaymentRouter
/// @notice Splits a payment between a merchant and up to five sellers, all or nothing, and settles each payment once.
/// @dev Nobody has any power over a deployed router: no owner, no upgrade, no pause, no arbitrary call. It keeps no funds between transactions.
/// Tokens that are sent to it by mistake cannot be withdrawn by anybody; where a token's `receiveWithAuthorization` moves nothing without
/// reverting, whoever comes first can pay with them.
///
/// Assumptions on tokens are those of `Splitter`.
contract PaymentRouter is IPaymentRouter, Splitter, EIP712 {
    using EfficientHashLib for bytes32[];
    using PaymentHash for Payment;

    // ------------------------------------------------------------------ Constants and state

    /// @inheritdoc IPaymentRouter
    uint256 public constant MAX_LIFETIME = 31 days;

    /// @inheritdoc IPaymentRouter
    IPermit2 public immutable PERMIT2;

    /// @inheritdoc IPaymentRouter
    address public immutable DEPOSIT_ADDRESS_CODE;

    /// @dev One for a settled payment. A bool would be read once more to be written, since it shares its slot.
    mapping(bytes32 paymentId => uint256 settled) private _settled;

    // ------------------------------------------------------------------ Deployment

    /// @notice What is fixed at deployment.
    /// @param feeBps The fee in basis points, at most 1,000, for ever.
    /// @param feeRecipient Who gets it, for ever.
    /// @param permit2 Uniswap's Permit2. Without code there, `payWithPermit2` always reverts, and nothing else is touched.
    constructor(
        uint256 feeBps,
        address feeRecipient,
        IPermit2 permit2
    ) Splitter(feeBps, feeRecipient) EIP712("PaymentRouter", "1") {
        PERMIT2 = permit2;
        DEPOSIT_ADDRESS_CODE = address(new DepositAddress());
    }

    // ------------------------------------------------------------------ Paying

    /// @inheritdoc IPaymentRouter
    function pay(Payment calldata payment) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _validateAndSettle(payment);
        _distribute(payment, paymentId, total, largest, msg.sender, _fromPayer);
    }

    /// @inheritdoc IPaymentRouter
    function payWithPermit(Payment calldata payment, uint256 permitDeadline, uint8 v, bytes32 r, bytes32 s) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _validateAndSettle(payment);
        // Somebody may have submitted the permit before: what counts is the allowance.
        // solhint-disable-next-line no-empty-blocks
        try IERC20Permit(payment.token).permit(msg.sender, address(this), total, permitDeadline, v, r, s) {} catch {}
        _distribute(payment, paymentId, total, largest, msg.sender, _fromPayer);
    }

    /// @inheritdoc IPaymentRouter
    function payWithAuthorization(
        Payment calldata payment,
        address payer,
        uint256 validAfter,
        uint256 validBefore,
        bytes calldata signature
    ) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _validateAndSettle(payment);
        IERC3009(payment.token).receiveWithAuthorization(
            payer,
            address(this),
            total,
            validAfter,
            validBefore,
            paymentId,
            signature
        );
        _distribute(payment, paymentId, total, largest, payer, _fromThis);
    }

    /// @inheritdoc IPaymentRouter
    function payWithPermit2(
        Payment calldata payment,
        address payer,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _validateAndSettle(payment);
        PERMIT2.permitWitnessTransferFrom(
            IPermit2.PermitTransferFrom(IPermit2.TokenPermissions(payment.token, total), nonce, deadline),
            IPermit2.SignatureTransferDetails(address(this), total),
            payer,
            PaymentHash.hashConsent(payer, paymentId),
            PaymentHash.PERMIT2_WITNESS_TYPE,
            signature
        );
        _distribute(payment, paymentId, total, largest, payer, _fromThis);
    }

    /// @inheritdoc IPaymentRouter
    function payWithSignature(Payment calldata payment, address payer, bytes calldata signature) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _validateAndSettle(payment);
        bytes32 digest = _hashTypedDataV4(PaymentHash.hashConsent(payer, paymentId));
        if (!SignatureOf.isSignedBy(payer, digest, signature)) revert InvalidSignature(payer);
        _distribute(payment, paymentId, total, largest, payer, _fromPayer);
    }

    /// @inheritdoc IPaymentRouter
    function payFromDeposit(Payment calldata payment) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _validateAndSettle(payment);
        DepositAddress deposit = DepositAddresses.open(DEPOSIT_ADDRESS_CODE, paymentId);
        IERC20 token = IERC20(payment.token);
        uint256 held = token.balanceOf(address(deposit));
        if (held < total) revert DepositTooSmall(held, total);
        deposit.release(token, address(this), total);
        _distribute(payment, paymentId, total, largest, address(deposit), _fromThis);
    }

    // ------------------------------------------------------------------ Deposits that do not pay

    /// @inheritdoc IPaymentRouter
    function reclaim(Payment calldata payment, address token) external {
        bytes32 paymentId = payment.hash();
        address beneficiary = _beneficiaryOf(payment);
        bool isPayable = false;
        if (payment.chainId == block.chainid) isPayable = _isPayable(paymentId, payment.deadline);
        else if (msg.sender != beneficiary) revert NotBeneficiary();
        if (isPayable && token == payment.token) revert DepositStillPayable();

        DepositAddress deposit = DepositAddresses.open(DEPOSIT_ADDRESS_CODE, paymentId);
        uint256 amount = DepositAddresses.balanceOf(token, address(deposit));
        if (amount == 0) revert NothingToReclaim();
        // A second address of the same token moves the same balance: it must wait like the first.
        uint256 held = isPayable ? DepositAddresses.balanceOf(payment.token, address(deposit)) : 0;
        deposit.release(IERC20(token), beneficiary, amount);
        if (isPayable && DepositAddresses.balanceOf(payment.token, address(deposit)) < held)
            revert DepositStillPayable();
        emit DepositReclaimed(paymentId, token, beneficiary, amount);
    }

    // ------------------------------------------------------------------ Views

    /// @inheritdoc IPaymentRouter
    function isSettled(bytes32 paymentId) external view returns (bool) {
        return _settled[paymentId] != 0;
    }

    /// @inheritdoc IPaymentRouter
    function paymentIdOf(Payment calldata payment) external pure returns (bytes32) {
        return payment.hash();
    }

    /// @inheritdoc IPaymentRouter
    function depositAddressOf(Payment calldata payment) external view returns (address) {
        return DepositAddresses.predict(DEPOSIT_ADDRESS_CODE, payment.hash());
    }

    /// @inheritdoc IPaymentRouter
    function amountsOf(
        Payment calldata payment
    ) external view returns (uint256 total, uint256 fee, uint256[] memory net) {
        Share[] calldata shares = payment.shares;
        net = new uint256[](shares.length);
        for (uint256 i; i < shares.length; ++i) {
            uint256 amount = shares[i].amount;
            // Checked arithmetic: nothing bounds the amounts here.
            uint256 taken = (amount * FEE_BPS) / Split.BASIS_POINTS;
            total += amount;
            fee += taken;
            net[i] = amount - taken;
        }
    }

    // ------------------------------------------------------------------ Settlement

    /// @notice Checks all that can be checked without moving money and uses the id up, before any call: a token that calls back finds the
    /// payment settled. One pass over the shares does it all.
    /// @param payment Its terms.
    /// @return paymentId Its id, now settled.
    /// @return total The sum of its shares.
    /// @return largest The index of its first largest share.
    function _validateAndSettle(
        Payment calldata payment
    ) private returns (bytes32 paymentId, uint256 total, uint256 largest) {
        if (payment.chainId != block.chainid) revert WrongChain(payment.chainId);
        uint256 deadline = payment.deadline;
        if (block.timestamp > deadline) revert PaymentExpired(deadline);
        unchecked {
            if (deadline - block.timestamp > MAX_LIFETIME) revert DeadlineTooFar(deadline);
        }
        Share[] calldata shares = payment.shares;
        uint256 count = shares.length;
        if (count == 0) revert NoShares();
        if (count > MAX_SELLERS + 1) revert TooManySellers(count - 1);

        bytes32[] memory hashes = EfficientHashLib.malloc(count);
        uint256 most;
        for (uint256 i; i < shares.length; ++i) {
            Share calldata share = shares[i];
            address recipient = share.recipient;
            uint256 amount = share.amount;
            if (recipient == address(0) || recipient == address(this)) revert InvalidRecipient(i);
            if (amount > most) (most, largest) = (amount, i);
            else if (amount == 0) revert ZeroAmount(i);
            unchecked {
                total += amount;
            }
            hashes.set(i, PaymentHash.hashShare(recipient, amount));
        }

        // The largest is within the bound, so all are, and the sum did not overflow.
        if (most > Split.MAX_AMOUNT) revert AmountTooLarge(largest);
        paymentId = payment.hash(hashes);
        if (_settled[paymentId] != 0) revert PaymentAlreadySettled(paymentId);
        _settled[paymentId] = 1;
    }

    /// @notice Pays everybody by the money rule and says that the payment is settled.
    /// @param payment Its terms, validated.
    /// @param paymentId Its id.
    /// @param total The sum of its shares.
    /// @param largest The index of a share of the largest amount.
    /// @param payer Whose money it is.
    /// @param transfer Where the money is: `_fromThis` where the total was moved here first, else `_fromPayer`.
    function _distribute(
        Payment calldata payment,
        bytes32 paymentId,
        uint256 total,
        uint256 largest,
        address payer,
        function(IERC20, address, address, uint256) internal transfer
    ) private {
        Share[] calldata shares = payment.shares;
        IERC20 token = IERC20(payment.token);
        uint256 fee = _distribute(shares, largest, total, token, payer, transfer);
        emit PaymentSettled(paymentId, shares[0].recipient, address(token), payer, total, fee);
    }

    /// @notice Whether a payment of this chain could be settled now, as far as its terms go.
    /// @param paymentId Its id.
    /// @param deadline Its deadline.
    /// @return Whether it could.
    function _isPayable(bytes32 paymentId, uint256 deadline) private view returns (bool) {
        return _settled[paymentId] == 0 && block.timestamp <= deadline && deadline <= block.timestamp + MAX_LIFETIME;
    }

    /// @notice Who gets what does not pay: `refundTo`, or the merchant where that is zero.
    /// @param payment Its terms.
    /// @return beneficiary Neither zero nor this contract.
    function _beneficiaryOf(Payment calldata payment) private view returns (address beneficiary) {
        uint256 count = payment.shares.length;
        if (count == 0) revert NoShares();
        beneficiary = payment.refundTo;
        if (beneficiary == address(this)) revert InvalidRecipient(count);
        if (beneficiary != address(0)) return beneficiary;
        beneficiary = payment.shares[0].recipient;
        if (beneficiary == address(0) || beneficiary == address(this)) revert InvalidRecipient(0);
    }
}
