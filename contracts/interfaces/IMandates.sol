// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPartSplitter, Part} from "./IPartSplitter.sol";

/// @notice What a payer agrees to once, so that it can be charged each period. The EIP-712 struct hash is the mandate's id.
/// @param ref The subscription, as a salted hash.
/// @param payer Who is charged, and who signs.
/// @param token The only token it is charged in.
/// @param maxAmount Gross, in base units: the most of one period, and exactly what is charged where there is no collector.
/// @param start The first second of period 0, unix time.
/// @param unit What `every` counts. 0: seconds, 1: calendar months.
/// @param every So many units a period. A period is at least one day.
/// @param window A charge is possible in the first `window` seconds of its period; at most half of the shortest period.
/// @param periods How many there are at most. The last ends at most five years after `start`.
/// @param collector Whose word sets the amount. Zero: the amount is `maxAmount`, and anybody triggers.
/// @param epoch The payer's epoch for which the mandate holds: `cancelAll` ends it.
/// @param parts The merchant first, then up to five sellers.
struct Mandate {
    bytes32 ref;
    address payer;
    address token;
    uint256 maxAmount;
    uint64 start;
    uint8 unit;
    uint32 every;
    uint32 window;
    uint32 periods;
    address collector;
    uint256 epoch;
    Part[] parts;
}

/// @title IMandates
/// @notice Charges a payer once a period within the terms that it signed, straight to the recipients that it signed for.
interface IMandates is IPartSplitter {
    /// @notice All recipients were paid for a period, to the base unit.
    /// @param mandateId The struct hash of the terms.
    /// @param merchant The first recipient.
    /// @param payer Who was charged.
    /// @param token In which token.
    /// @param period For which period.
    /// @param amount What the payer paid.
    /// @param fee What the fee recipient got of it.
    event MandateCharged(
        bytes32 indexed mandateId,
        address indexed merchant,
        address indexed payer,
        address token,
        uint256 period,
        uint256 amount,
        uint256 fee
    );

    /// @notice A payer ended a mandate. Where the id is not of a mandate of this payer, it means nothing.
    /// @param mandateId The struct hash of the terms.
    /// @param payer Who ended it.
    event MandateCancelled(bytes32 indexed mandateId, address indexed payer);

    /// @notice A payer ended all mandates of its earlier epochs.
    /// @param payer Who ended them.
    /// @param epoch The epoch that mandates must name from now on.
    event AllMandatesCancelled(address indexed payer, uint256 epoch);

    /// @notice `unit` is neither seconds (0) nor months (1).
    /// @param unit The terms' unit.
    error InvalidUnit(uint256 unit);

    /// @notice The start is beyond the calendar's range, 2^40 seconds.
    /// @param start The terms' start.
    error InvalidStart(uint256 start);

    /// @notice A period is shorter than a day.
    /// @param every The terms' length of a period.
    error PeriodTooShort(uint256 every);

    /// @notice The window is zero, or longer than half of the shortest period.
    /// @param window The terms' window.
    error InvalidWindow(uint256 window);

    /// @notice There is no period, or the last one ends later than five years after the start.
    /// @param periods The terms' number of periods.
    error InvalidPeriods(uint256 periods);

    /// @notice The most of a period is zero, or above 2^128 base units.
    /// @param maxAmount The terms' amount.
    error InvalidMaxAmount(uint256 maxAmount);

    /// @notice The mandate has no such period.
    /// @param period The one that was asked for.
    error NoSuchPeriod(uint256 period);

    /// @notice The period has not begun.
    /// @param dueAt Its first second.
    error NotDue(uint256 dueAt);

    /// @notice The period's window is over. A period that was missed is not made up for.
    /// @param end The first second after the window.
    error WindowOver(uint256 end);

    /// @notice The period, or a later one, was charged before.
    /// @param period The one that was asked for.
    error PeriodAlreadyCharged(uint256 period);

    /// @notice The payer has cancelled this mandate.
    /// @param mandateId Its id.
    error MandateIsCancelled(bytes32 mandateId);

    /// @notice The mandate is of another epoch than the payer's.
    /// @param epoch The terms' epoch.
    error WrongEpoch(uint256 epoch);

    /// @notice The amount is zero or above the most, or without a collector another than the most.
    /// @param amount The one that was asked for.
    error WrongAmount(uint256 amount);

    /// @notice A signature is not of `signer`: neither of its key (ECDSA) nor of its code (ERC-1271).
    /// @param signer The payer or the collector.
    error InvalidSignature(address signer);

    /// @notice Charges one period of a mandate. Anybody may call.
    /// @dev A charge that fails for want of money, or of a recipient that the token refuses, changes nothing: try again within the window.
    /// @param m The terms.
    /// @param period Which one. Only the one whose window is open can be charged.
    /// @param amount How much, gross.
    /// @param payerSignature The payer's, over the terms in this contract's domain: of its key, or of its code by ERC-1271.
    /// @param collectorSignature The collector's over `Charge`. Empty where there is no collector, or where it calls itself.
    function charge(
        Mandate calldata m,
        uint256 period,
        uint256 amount,
        bytes calldata payerSignature,
        bytes calldata collectorSignature
    ) external;

    /// @notice Ends a mandate of the caller's for ever, also one that was never used.
    /// @param mandateId Its id.
    function cancel(bytes32 mandateId) external;

    /// @notice Ends a mandate by its payer's signature over `Cancel`. Anybody may call.
    /// @param payer Who ends it.
    /// @param mandateId Its id.
    /// @param signature Of the payer's key, or of its code by ERC-1271.
    function cancelBySignature(address payer, bytes32 mandateId, bytes calldata signature) external;

    /// @notice Ends all mandates of the caller's present epoch.
    function cancelAll() external;

    /// @notice The first second of a period.
    /// @dev Counted from the start, never from the period before: a month's last day is clamped once and not passed on.
    /// @param m The terms. They are refused where they could never be charged.
    /// @param period At most `periods`: the end of the last period is the beginning of one that is none.
    /// @return Unix seconds.
    function dueAt(Mandate calldata m, uint256 period) external pure returns (uint256);

    /// @notice What can be charged next.
    /// @param m The terms. They are refused where they could never be charged.
    /// @return live Whether something can still be charged: not cancelled, the payer's epoch, and a period left.
    /// @return nextPeriod The first period that is not charged and whose window is not over; `periods` where none is left, or all are cancelled.
    /// @return nextDueAt Its first second.
    function stateOf(Mandate calldata m) external view returns (bool live, uint256 nextPeriod, uint256 nextDueAt);

    /// @notice The id of a mandate: the EIP-712 struct hash of its terms, without a domain.
    /// @param m The terms.
    /// @return The id.
    function mandateIdOf(Mandate calldata m) external pure returns (bytes32);

    /// @notice The number of the last charged period, plus one; 2^256 - 1 for a cancelled mandate, which has no period left.
    /// @param payer The payer.
    /// @param mandateId The mandate.
    /// @return The number, zero where nothing was charged.
    function chargedUpTo(address payer, bytes32 mandateId) external view returns (uint256);

    /// @notice Whether a payer has cancelled a mandate. It says nothing of `cancelAll`.
    /// @param payer The payer.
    /// @param mandateId The mandate.
    /// @return Whether it has.
    function isCancelled(address payer, bytes32 mandateId) external view returns (bool);

    /// @notice The epoch that a payer's mandates must name.
    /// @param payer The payer.
    /// @return How often the payer has cancelled all.
    function epoch(address payer) external view returns (uint256);
}
