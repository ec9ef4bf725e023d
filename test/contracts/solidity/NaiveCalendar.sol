// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The calendar as one counts it on one's fingers, to compare with: year by year and month by month.
library NaiveCalendar {
    function addMonths(uint256 time, uint256 months) internal pure returns (uint256) {
        (uint256 year, uint256 month, uint256 day) = dateOf(time / 1 days);
        for (uint256 i; i < months; ++i) {
            if (++month == 13) (year, month) = (year + 1, 1);
        }
        uint256 last = daysIn(year, month);
        if (day > last) day = last;
        return dayOf(year, month, day) * 1 days + (time % 1 days);
    }

    function dateOf(uint256 count) internal pure returns (uint256 year, uint256 month, uint256 day) {
        year = 1970;
        while (count >= daysInYear(year)) count -= daysInYear(year++);
        month = 1;
        while (count >= daysIn(year, month)) count -= daysIn(year, month++);
        day = count + 1;
    }

    function dayOf(uint256 year, uint256 month, uint256 day) internal pure returns (uint256 count) {
        for (uint256 i = 1970; i < year; ++i) count += daysInYear(i);
        for (uint256 i = 1; i < month; ++i) count += daysIn(year, i);
        count += day - 1;
    }

    function daysInYear(uint256 year) private pure returns (uint256) {
        return isLeap(year) ? 366 : 365;
    }

    function daysIn(uint256 year, uint256 month) private pure returns (uint256) {
        if (month == 2) return isLeap(year) ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    function isLeap(uint256 year) private pure returns (bool) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }
}
