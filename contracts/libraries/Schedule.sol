// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DateTimeLib} from "solady/src/utils/DateTimeLib.sol";
import {IMandates, Mandate} from "../interfaces/IMandates.sol";

/// @title Schedule
/// @notice When the periods of a mandate begin, and what makes its times acceptable.
library Schedule {
    uint256 private constant MONTHS = 1;

    /// @dev Five years, which no other five years of the calendar are shorter than.
    uint256 private constant MAX_SECONDS = 5 * 365 days;

    /// @dev Five years.
    uint256 private constant MAX_MONTHS = 60;

    /// @dev What the calendar below is tested for, with room: the year 36812.
    uint256 private constant MAX_START = 2 ** 40;

    /// @dev February's, and so the least that lies between one day of a month and the same, or the last, day of the next.
    uint256 private constant SHORTEST_MONTH = 28 days;

    uint256 private constant LONGEST_MONTH = 31 days;

    /// @notice Refuses times under which no charge should ever be possible.
    /// @param m The terms.
    function check(Mandate calldata m) internal pure {
        uint256 unit = m.unit;
        uint256 start = m.start;
        uint256 every = m.every;
        uint256 window = m.window;
        uint256 periods = m.periods;
        if (unit > MONTHS) revert IMandates.InvalidUnit(unit);
        if (start > MAX_START) revert IMandates.InvalidStart(start);
        // Products of 32 bits and less do not overflow.
        unchecked {
            (uint256 shortest, uint256 most) = unit == MONTHS
                ? (every * SHORTEST_MONTH, MAX_MONTHS)
                : (every, MAX_SECONDS);
            if (shortest < 1 days) revert IMandates.PeriodTooShort(every);
            if (window == 0 || window * 2 > shortest) revert IMandates.InvalidWindow(window);
            if (periods == 0 || every * periods > most) revert IMandates.InvalidPeriods(periods);
        }
    }

    /// @notice The first second of a period. Months are counted from the start and clamped to the month's last day, never chained.
    /// @param m The terms, checked.
    /// @param period Which one, at most `periods`.
    /// @return Unix seconds.
    function dueAt(Mandate calldata m, uint256 period) internal pure returns (uint256) {
        uint256 start = m.start;
        // At most five years in either unit.
        unchecked {
            uint256 units = m.every * period;
            return m.unit == MONTHS ? DateTimeLib.addMonths(start, units) : start + units;
        }
    }

    /// @notice The first period from `period` on whose window is not over at `time`; `periods` where there is none.
    /// @param m The terms, checked.
    /// @param period The first that comes into question.
    /// @param time Unix seconds.
    /// @return Which one.
    function firstOpen(Mandate calldata m, uint256 period, uint256 time) internal pure returns (uint256) {
        uint256 start = m.start;
        if (time > start) {
            // A period is never longer than this, so those before are over; and at most three months later than it seems.
            uint256 longest = m.unit == MONTHS ? m.every * LONGEST_MONTH : m.every;
            uint256 past = (time - start) / longest;
            if (past > period) period = past;
        }
        while (period < m.periods && dueAt(m, period) + m.window <= time) ++period;
        return period < m.periods ? period : m.periods;
    }
}
