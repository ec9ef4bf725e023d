// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {EfficientHashLib} from "solady/src/utils/EfficientHashLib.sol";
import {DepositAddress} from "./DepositAddress.sol";
import {IERC3009} from "./interfaces/IERC3009.sol";
import {IPaymentRouter, Payment} from "./interfaces/IPaymentRouter.sol";
import {IPermit2} from "./interfaces/IPermit2.sol";
import {Share} from "./interfaces/ISplitter.sol";
import {DepositAddresses} from "./libraries/DepositAddresses.sol";
import {PaymentHash} from "./libraries/PaymentHash.sol";
import {Split} from "./libraries/Split.sol";
import {Splitter} from "./Splitter.sol";

/// @title PaymentRouter
/// @notice Splits a payment between a merchant and up to five sellers, all or nothing, and settles each payment once.
/// @dev Nobody has any power over a deployed router: no owner, no upgrade, no pause, no arbitrary call, no native coin. It keeps no funds
/// between transactions; what somebody sends it by mistake is nobody's.
///
/// Assumptions on tokens: `balanceOf` is true, and a transfer moves what it says, fails, or takes a fee that grows with the amount.
contract PaymentRouter is IPaymentRouter, Splitter, EIP712 {
    using EfficientHashLib for bytes32[];
    using PaymentHash for Payment;

    /// @notice Uniswap's Permit2.
    IPermit2 public immutable PERMIT2;

    /// @notice The code that deposit addresses are clones of.
    address public immutable DEPOSIT_ADDRESS_CODE;

    /// @dev One for a settled payment. A bool would be read once more to be written, since it shares its slot.
    mapping(bytes32 paymentId => uint256) private _settled;

    /// @param feeBps The fee in basis points, for ever.
    /// @param feeRecipient Who gets it, for ever.
    /// @param permit2 Uniswap's Permit2.
    constructor(
        uint256 feeBps,
        address feeRecipient,
        IPermit2 permit2
    ) Splitter(feeBps, feeRecipient) EIP712("PaymentRouter", "1") {
        PERMIT2 = permit2;
        DEPOSIT_ADDRESS_CODE = address(new DepositAddress());
    }

    /// @inheritdoc IPaymentRouter
    function pay(Payment calldata payment) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _validateAndSettle(payment);
        _settle(payment, paymentId, total, largest, msg.sender, _fromPayer);
    }

    /// @inheritdoc IPaymentRouter
    function payWithPermit(Payment calldata payment, uint256 permitDeadline, uint8 v, bytes32 r, bytes32 s) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _validateAndSettle(payment);
        // Somebody may have submitted the permit before: what counts is the allowance.
        // solhint-disable-next-line no-empty-blocks
        try IERC20Permit(payment.token).permit(msg.sender, address(this), total, permitDeadline, v, r, s) {} catch {}
        _settle(payment, paymentId, total, largest, msg.sender, _fromPayer);
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
        _settle(payment, paymentId, total, largest, payer, _fromThis);
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
            paymentId,
            PaymentHash.PERMIT2_WITNESS_TYPE,
            signature
        );
        _settle(payment, paymentId, total, largest, payer, _fromThis);
    }

    /// @inheritdoc IPaymentRouter
    function payWithSignature(Payment calldata payment, address payer, bytes calldata signature) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _validateAndSettle(payment);
        if (!_isSignedBy(payer, _hashTypedDataV4(paymentId), signature)) revert InvalidSignature(payer);
        _settle(payment, paymentId, total, largest, payer, _fromPayer);
    }

    /// @inheritdoc IPaymentRouter
    function payFromDeposit(Payment calldata payment) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _validateAndSettle(payment);
        DepositAddress deposit = DepositAddresses.open(DEPOSIT_ADDRESS_CODE, paymentId);
        IERC20 token = IERC20(payment.token);
        uint256 held = token.balanceOf(address(deposit));
        if (held < total) revert DepositTooSmall(held, total);
        deposit.release(token, address(this), total);
        _settle(payment, paymentId, total, largest, address(deposit), _fromThis);
    }

    /// @inheritdoc IPaymentRouter
    function reclaim(Payment calldata payment, address token) external {
        if (payment.shares.length == 0) revert NoShares();
        bytes32 paymentId = payment.hash();
        address beneficiary = payment.refundTo == address(0) ? payment.shares[0].recipient : payment.refundTo;
        if (beneficiary == address(0) || beneficiary == address(this)) revert InvalidRecipient(0);
        if (payment.chainId != block.chainid) {
            if (msg.sender != beneficiary) revert NotBeneficiary();
        } else if (token == payment.token && _settled[paymentId] == 0 && block.timestamp <= payment.deadline) {
            revert DepositStillPayable();
        }

        DepositAddress deposit = DepositAddresses.open(DEPOSIT_ADDRESS_CODE, paymentId);
        uint256 held = IERC20(token).balanceOf(address(deposit));
        if (held == 0) revert NothingToReclaim();
        deposit.release(IERC20(token), beneficiary, held);
        emit DepositReclaimed(paymentId, token, beneficiary, held);
    }

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
            total += amount;
            net[i] = amount - (amount * FEE_BPS) / Split.BASIS_POINTS;
            fee += amount - net[i];
        }
    }

    /// @dev Checks all that can be checked without moving money and uses the id up, before any call: a token that calls back finds the
    /// payment settled. One pass over the shares does it all.
    function _validateAndSettle(
        Payment calldata payment
    ) private returns (bytes32 paymentId, uint256 total, uint256 largest) {
        if (payment.chainId != block.chainid) revert WrongChain(payment.chainId);
        if (block.timestamp > payment.deadline) revert PaymentExpired(payment.deadline);
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

        // The largest is within the bound, so all are.
        if (most > Split.MAX_AMOUNT) revert AmountTooLarge(largest);
        paymentId = payment.hash(hashes);
        if (_settled[paymentId] != 0) revert PaymentAlreadySettled(paymentId);
        _settled[paymentId] = 1;
    }

    /// @dev Distributes a payment and says that it is settled.
    function _settle(
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

    /// @dev The key first: an account with an EIP-7702 delegate has code and still signs with its key.
    function _isSignedBy(address payer, bytes32 digest, bytes calldata signature) private view returns (bool) {
        (address signer, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && signer == payer) return true;
        return SignatureChecker.isValidERC1271SignatureNow(payer, digest, signature);
    }
}
