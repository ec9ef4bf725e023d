// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {DepositAddress} from "./DepositAddress.sol";
import {IERC3009} from "./interfaces/IERC3009.sol";
import {IPaymentRouter, Payment, Share} from "./interfaces/IPaymentRouter.sol";
import {IPermit2} from "./interfaces/IPermit2.sol";
import {PaymentHash} from "./libraries/PaymentHash.sol";

/// @title PaymentRouter
/// @notice Splits a payment between a merchant and up to five sellers, all or nothing, and settles each payment once.
/// @dev Nobody has any power over a deployed router: no owner, no upgrade, no pause, no arbitrary call, no native coin. It keeps no funds
/// between transactions; what somebody sends it by mistake is nobody's.
///
/// Assumptions on tokens: `balanceOf` is true, and a transfer moves what it says, fails, or takes a fee that grows with the amount.
contract PaymentRouter is IPaymentRouter, EIP712 {
    using PaymentHash for Payment;
    using SafeERC20 for IERC20;

    uint256 private constant BASIS_POINTS = 10_000;

    /// @inheritdoc IPaymentRouter
    uint256 public constant MAX_SELLERS = 5;

    /// @inheritdoc IPaymentRouter
    uint256 public immutable FEE_BPS;

    /// @inheritdoc IPaymentRouter
    address public immutable FEE_RECIPIENT;

    /// @notice Uniswap's Permit2.
    IPermit2 public immutable PERMIT2;

    /// @notice The code that deposit addresses are clones of.
    address public immutable DEPOSIT_ADDRESS_CODE;

    /// @inheritdoc IPaymentRouter
    mapping(bytes32 paymentId => bool) public isSettled;

    /// @notice The fee is above 100%.
    error InvalidFee(uint256 feeBps);

    /// @notice The fee recipient is zero.
    error InvalidFeeRecipient();

    /// @param feeBps The fee in basis points, for ever.
    /// @param feeRecipient Who gets it, for ever.
    /// @param permit2 Uniswap's Permit2.
    constructor(uint256 feeBps, address feeRecipient, IPermit2 permit2) EIP712("PaymentRouter", "1") {
        if (feeBps > BASIS_POINTS) revert InvalidFee(feeBps);
        if (feeRecipient == address(0)) revert InvalidFeeRecipient();
        FEE_BPS = feeBps;
        FEE_RECIPIENT = feeRecipient;
        PERMIT2 = permit2;
        DEPOSIT_ADDRESS_CODE = address(new DepositAddress());
    }

    /// @inheritdoc IPaymentRouter
    function pay(Payment calldata payment) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _begin(payment);
        _split(payment, paymentId, total, largest, msg.sender, msg.sender);
    }

    /// @inheritdoc IPaymentRouter
    function payWithPermit(Payment calldata payment, uint256 permitDeadline, uint8 v, bytes32 r, bytes32 s) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _begin(payment);
        // Somebody may have submitted the permit before: what counts is the allowance.
        // solhint-disable-next-line no-empty-blocks
        try IERC20Permit(payment.token).permit(msg.sender, address(this), total, permitDeadline, v, r, s) {} catch {}
        _split(payment, paymentId, total, largest, msg.sender, msg.sender);
    }

    /// @inheritdoc IPaymentRouter
    function payWithAuthorization(
        Payment calldata payment,
        address payer,
        uint256 validAfter,
        uint256 validBefore,
        bytes calldata signature
    ) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _begin(payment);
        IERC3009(payment.token).receiveWithAuthorization(
            payer,
            address(this),
            total,
            validAfter,
            validBefore,
            paymentId,
            signature
        );
        _split(payment, paymentId, total, largest, payer, address(this));
    }

    /// @inheritdoc IPaymentRouter
    function payWithPermit2(
        Payment calldata payment,
        address payer,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _begin(payment);
        PERMIT2.permitWitnessTransferFrom(
            IPermit2.PermitTransferFrom(IPermit2.TokenPermissions(payment.token, total), nonce, deadline),
            IPermit2.SignatureTransferDetails(address(this), total),
            payer,
            paymentId,
            PaymentHash.PERMIT2_WITNESS_TYPE,
            signature
        );
        _split(payment, paymentId, total, largest, payer, address(this));
    }

    /// @inheritdoc IPaymentRouter
    function payWithSignature(Payment calldata payment, address payer, bytes calldata signature) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _begin(payment);
        if (!_isSignedBy(payer, _hashTypedDataV4(paymentId), signature)) revert InvalidSignature(payer);
        _split(payment, paymentId, total, largest, payer, payer);
    }

    /// @inheritdoc IPaymentRouter
    function payFromDeposit(Payment calldata payment) external {
        (bytes32 paymentId, uint256 total, uint256 largest) = _begin(payment);
        DepositAddress deposit = _depositAddress(paymentId);
        IERC20 token = IERC20(payment.token);
        uint256 held = token.balanceOf(address(deposit));
        if (held < total) revert DepositTooSmall(held, total);
        deposit.release(token, address(this), total);
        _split(payment, paymentId, total, largest, address(deposit), address(this));
    }

    /// @inheritdoc IPaymentRouter
    function reclaim(Payment calldata payment, address token) external {
        if (payment.shares.length == 0) revert NoShares();
        bytes32 paymentId = payment.hash();
        address beneficiary = payment.refundTo == address(0) ? payment.shares[0].recipient : payment.refundTo;
        if (payment.chainId != block.chainid) {
            if (msg.sender != beneficiary) revert NotBeneficiary();
        } else if (token == payment.token && !isSettled[paymentId] && block.timestamp <= payment.deadline) {
            revert DepositStillPayable();
        }

        DepositAddress deposit = _depositAddress(paymentId);
        uint256 held = IERC20(token).balanceOf(address(deposit));
        if (held == 0) revert NothingToReclaim();
        deposit.release(IERC20(token), beneficiary, held);
        emit DepositReclaimed(paymentId, token, beneficiary, held);
    }

    /// @inheritdoc IPaymentRouter
    function paymentIdOf(Payment calldata payment) external pure returns (bytes32) {
        return payment.hash();
    }

    /// @inheritdoc IPaymentRouter
    function depositAddressOf(Payment calldata payment) external view returns (address) {
        return Clones.predictDeterministicAddress(DEPOSIT_ADDRESS_CODE, payment.hash());
    }

    /// @inheritdoc IPaymentRouter
    function amountsOf(
        Payment calldata payment
    ) external view returns (uint256 total, uint256 fee, uint256[] memory net) {
        Share[] calldata shares = payment.shares;
        net = new uint256[](shares.length);
        for (uint256 i; i < shares.length; ++i) {
            uint256 amount = shares[i].amount;
            uint256 taken = _feeOf(amount);
            total += amount;
            fee += taken;
            net[i] = amount - taken;
        }
    }

    /// @dev Checks all that can be checked without moving money and uses the id up, before any call: a token that calls back finds the
    /// payment settled.
    function _begin(Payment calldata payment) private returns (bytes32 paymentId, uint256 total, uint256 largest) {
        if (payment.chainId != block.chainid) revert WrongChain(payment.chainId);
        if (block.timestamp > payment.deadline) revert PaymentExpired(payment.deadline);
        Share[] calldata shares = payment.shares;
        if (shares.length == 0) revert NoShares();
        if (shares.length > MAX_SELLERS + 1) revert TooManySellers(shares.length - 1);
        for (uint256 i; i < shares.length; ++i) {
            Share calldata share = shares[i];
            if (share.recipient == address(0) || share.recipient == address(this)) revert InvalidRecipient(i);
            if (share.amount == 0) revert ZeroAmount(i);
            if (share.amount > shares[largest].amount) largest = i;
            total += share.amount;
        }

        paymentId = payment.hash();
        if (isSettled[paymentId]) revert PaymentAlreadySettled(paymentId);
        isSettled[paymentId] = true;
    }

    /// @dev Pays every recipient its net and the fee recipient the rest, out of `source`: the payer itself, or the router where the total
    /// was moved here first.
    ///
    /// Exactness is measured where it shows first, and paid for once: the largest share goes first, between two looks at its
    /// recipient's balance. A fee of the token that grows with the amount cannot hide there.
    function _split(
        Payment calldata payment,
        bytes32 paymentId,
        uint256 total,
        uint256 largest,
        address payer,
        address source
    ) private {
        Share[] calldata shares = payment.shares;
        IERC20 token = IERC20(payment.token);
        uint256 fee = total - _transferExactly(token, source, shares[largest]);
        for (uint256 i; i < shares.length; ++i) {
            if (i != largest) fee -= _transferNet(token, source, shares[i]);
        }
        if (fee > 0) _transfer(token, source, FEE_RECIPIENT, fee);
        emit PaymentSettled(paymentId, shares[0].recipient, payment.token, payer, total, fee);
    }

    function _transferExactly(IERC20 token, address source, Share calldata share) private returns (uint256 net) {
        uint256 before = token.balanceOf(share.recipient);
        net = _transferNet(token, source, share);
        if (token.balanceOf(share.recipient) != before + net) revert InexactTransfer(share.recipient);
    }

    function _transferNet(IERC20 token, address source, Share calldata share) private returns (uint256 net) {
        net = share.amount - _feeOf(share.amount);
        _transfer(token, source, share.recipient, net);
    }

    function _transfer(IERC20 token, address source, address to, uint256 amount) private {
        if (source == address(this)) token.safeTransfer(to, amount);
        else token.safeTransferFrom(source, to, amount);
    }

    /// @dev Rounded down, in favour of the recipient.
    function _feeOf(uint256 amount) private view returns (uint256) {
        return (amount * FEE_BPS) / BASIS_POINTS;
    }

    /// @dev The key first: an account with an EIP-7702 delegate has code and still signs with its key.
    function _isSignedBy(address payer, bytes32 digest, bytes calldata signature) private view returns (bool) {
        (address signer, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && signer == payer) return true;
        return SignatureChecker.isValidERC1271SignatureNow(payer, digest, signature);
    }

    /// @dev Puts the clone there where it is not yet. Only the router can: the address follows from it and the id.
    function _depositAddress(bytes32 paymentId) private returns (DepositAddress) {
        address deposit = Clones.predictDeterministicAddress(DEPOSIT_ADDRESS_CODE, paymentId);
        if (deposit.code.length == 0) Clones.cloneDeterministic(DEPOSIT_ADDRESS_CODE, paymentId);
        return DepositAddress(deposit);
    }
}
