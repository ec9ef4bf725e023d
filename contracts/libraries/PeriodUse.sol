// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title PeriodUse
/// @notice The one word of state of a mandate: the number of its last charged period, plus one.
/// @dev Without errors of its own, so that the prover understands it.
library PeriodUse {
    /// @dev A cancelled mandate has no period left.
    uint256 internal constant CANCELLED = type(uint256).max;

    /// @notice Whether a period was charged, or a later one, or the mandate is cancelled.
    /// @param usedUpTo The word.
    /// @param period Of 32 bits.
    /// @return Whether it is used up.
    function isUsed(uint256 usedUpTo, uint256 period) internal pure returns (bool) {
        return usedUpTo > period;
    }

    /// @notice The word once a period is charged.
    /// @param period Of 32 bits.
    /// @return The word.
    function afterCharge(uint256 period) internal pure returns (uint256) {
        unchecked {
            return period + 1;
        }
    }
}
