// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IMandates, Mandate} from "./interfaces/IMandates.sol";
import {IPermit2} from "./interfaces/IPermit2.sol";
import {MandateHash} from "./libraries/MandateHash.sol";
import {PeriodUse} from "./libraries/PeriodUse.sol";
import {Schedule} from "./libraries/Schedule.sol";
import {SignatureOf} from "./libraries/SignatureOf.sol";
import {Split} from "./libraries/Split.sol";
import {PartSplitter} from "./PartSplitter.sol";
import {Splitter} from "./Splitter.sol";

/// @title Mandates
/// @notice The payer signs the terms once, split included; from then on each period can be charged once, by anybody, and only within them.
/// @dev Nobody has any power over it: no owner, no upgrade, no pause. Money moves straight from the payer to the recipients, out of the payer's
/// allowance to this contract, or to Permit2 where that is short; nothing passes through here.
///
/// Assumptions on tokens: those of `PaymentRouter`.
contract Mandates is IMandates, PartSplitter, EIP712 {
    using MandateHash for Mandate;
    using Schedule for Mandate;

    /// @notice Uniswap's Permit2.
    IPermit2 public immutable PERMIT2;

    /// @dev See `PeriodUse`.
    mapping(address payer => mapping(bytes32 mandateId => uint256)) private _usedUpTo;

    /// @inheritdoc IMandates
    mapping(address payer => uint256) public epoch;

    /// @notice What is fixed at deployment.
    /// @param feeBps The fee in basis points, for ever.
    /// @param feeRecipient Who gets it, for ever.
    /// @param permit2 Uniswap's Permit2.
    constructor(
        uint256 feeBps,
        address feeRecipient,
        IPermit2 permit2
    ) Splitter(feeBps, feeRecipient) EIP712("Mandates", "1") {
        PERMIT2 = permit2;
    }

    /// @inheritdoc IMandates
    function charge(
        Mandate calldata m,
        uint256 period,
        uint256 amount,
        bytes calldata payerSignature,
        bytes calldata collectorSignature
    ) external {
        uint256 largest = _checkTerms(m);
        bytes32 mandateId = m.hash();
        _usePeriod(m, mandateId, period);
        _checkAmount(m, mandateId, period, amount, collectorSignature);
        // At every charge: a wallet that has changed its owners has taken its word back.
        _checkSignature(m.payer, mandateId, payerSignature);
        _collect(m, mandateId, period, amount, largest);
    }

    /// @inheritdoc IMandates
    function cancel(bytes32 mandateId) external {
        _cancel(msg.sender, mandateId);
    }

    /// @inheritdoc IMandates
    function cancelBySignature(address payer, bytes32 mandateId, bytes calldata signature) external {
        _checkSignature(payer, MandateHash.hashCancel(mandateId), signature);
        _cancel(payer, mandateId);
    }

    /// @inheritdoc IMandates
    function cancelAll() external {
        emit AllMandatesCancelled(msg.sender, ++epoch[msg.sender]);
    }

    /// @inheritdoc IMandates
    function dueAt(Mandate calldata m, uint256 period) external pure returns (uint256) {
        m.check();
        if (period > m.periods) revert NoSuchPeriod(period);
        return m.dueAt(period);
    }

    /// @inheritdoc IMandates
    function stateOf(Mandate calldata m) external view returns (bool live, uint256 nextPeriod, uint256 nextDueAt) {
        _checkTerms(m);
        bytes32 mandateId = m.hash();
        nextPeriod = m.firstOpen(_usedUpTo[m.payer][mandateId], block.timestamp);
        nextDueAt = m.dueAt(nextPeriod);
        live = nextPeriod < m.periods && epoch[m.payer] == m.epoch;
    }

    /// @inheritdoc IMandates
    function mandateIdOf(Mandate calldata m) external pure returns (bytes32) {
        return m.hash();
    }

    /// @inheritdoc IMandates
    function chargedUpTo(address payer, bytes32 mandateId) external view returns (uint256) {
        return _usedUpTo[payer][mandateId];
    }

    /// @inheritdoc IMandates
    function isCancelled(address payer, bytes32 mandateId) external view returns (bool) {
        return _usedUpTo[payer][mandateId] == PeriodUse.CANCELLED;
    }

    /// @notice Refuses terms under which nothing should ever be charged, as far as the terms alone can say.
    /// @param m The terms.
    /// @return largest The index of a part of the most basis points.
    function _checkTerms(Mandate calldata m) private view returns (uint256 largest) {
        m.check();
        uint256 maxAmount = m.maxAmount;
        if (maxAmount == 0 || maxAmount > Split.MAX_AMOUNT) revert InvalidMaxAmount(maxAmount);
        return _checkParts(m.parts);
    }

    /// @notice Refuses a period that cannot be charged now, and uses it up, before any call: a token that calls back finds it charged.
    /// @param m The terms, checked.
    /// @param mandateId Their id.
    /// @param period Which one.
    function _usePeriod(Mandate calldata m, bytes32 mandateId, uint256 period) private {
        if (period >= m.periods) revert NoSuchPeriod(period);
        uint256 due = m.dueAt(period);
        if (block.timestamp < due) revert NotDue(due);
        // The times are checked: nothing overflows.
        unchecked {
            uint256 end = due + m.window;
            if (block.timestamp >= end) revert WindowOver(end);
            address payer = m.payer;
            uint256 usedUpTo = _usedUpTo[payer][mandateId];
            if (usedUpTo == PeriodUse.CANCELLED) revert MandateIsCancelled(mandateId);
            if (PeriodUse.isUsed(usedUpTo, period)) revert PeriodAlreadyCharged(period);
            if (epoch[payer] != m.epoch) revert WrongEpoch(m.epoch);
            _usedUpTo[payer][mandateId] = PeriodUse.afterCharge(period);
        }
    }

    /// @notice Refuses an amount that the payer has not agreed to.
    /// @dev With an amount of its choice, anybody could take the most, or burn the period with one unit. So the amount is fixed, or it is the
    /// collector's, whom the payer has signed for.
    /// @param m The terms.
    /// @param mandateId Their id.
    /// @param period The period that is charged.
    /// @param amount How much.
    /// @param collectorSignature Over the charge; not looked at where there is no collector, or it is the caller.
    function _checkAmount(
        Mandate calldata m,
        bytes32 mandateId,
        uint256 period,
        uint256 amount,
        bytes calldata collectorSignature
    ) private view {
        address collector = m.collector;
        if (collector == address(0)) {
            if (amount != m.maxAmount) revert WrongAmount(amount);
        } else {
            if (amount == 0 || amount > m.maxAmount) revert WrongAmount(amount);
            if (msg.sender == collector) return;
            _checkSignature(collector, MandateHash.hashCharge(mandateId, period, amount), collectorSignature);
        }
    }

    /// @notice Refuses a signature in this contract's domain that does not hold.
    /// @param signer Whose it should be.
    /// @param structHash What was signed.
    /// @param signature Of a key, or whatever the signer's code knows (ERC-1271).
    function _checkSignature(address signer, bytes32 structHash, bytes calldata signature) private view {
        if (!SignatureOf.isSignedBy(signer, _hashTypedDataV4(structHash), signature)) revert InvalidSignature(signer);
    }

    /// @notice Moves the money, by the router's split and exactness over the parts, and says so.
    /// @param m The terms, checked.
    /// @param mandateId Their id.
    /// @param period The period that is charged.
    /// @param amount How much.
    /// @param largest The index of a part of the most basis points.
    function _collect(Mandate calldata m, bytes32 mandateId, uint256 period, uint256 amount, uint256 largest) private {
        IERC20 token = IERC20(m.token);
        address payer = m.payer;
        bool short = token.allowance(payer, address(this)) < amount;
        uint256 fee = _distribute(m.parts, largest, amount, token, payer, short ? _fromPermit2 : _fromPayer);
        emit MandateCharged(mandateId, m.parts[0].recipient, payer, address(token), period, amount, fee);
    }

    /// @notice Straight from the payer, by its Permit2 allowance to this contract.
    /// @param token What is moved.
    /// @param payer Whose money it is.
    /// @param to Who is paid.
    /// @param amount In base units.
    function _fromPermit2(IERC20 token, address payer, address to, uint256 amount) private {
        // No amount is above `Split.MAX_AMOUNT`.
        PERMIT2.transferFrom(payer, to, uint160(amount), address(token));
    }

    /// @notice Ends a mandate, whether it was ever charged or not.
    /// @param payer Whose mandate it is, if it is one.
    /// @param mandateId Its id.
    function _cancel(address payer, bytes32 mandateId) private {
        _usedUpTo[payer][mandateId] = PeriodUse.CANCELLED;
        emit MandateCancelled(mandateId, payer);
    }
}
