// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Split
/// @notice The arithmetic of the money rule: `sum(net) + fee == total`, to the base unit.
library Split {
    uint256 internal constant BASIS_POINTS = 10_000;

    /// @dev The most that a fee may be: 10%.
    uint256 internal constant MAX_FEE_BPS = 1_000;

    /// @dev The largest amount. Far above any token's supply, and small enough that no sum or product below can overflow.
    uint256 internal constant MAX_AMOUNT = 2 ** 128;

    /// @notice A gross amount without its fee, which is rounded down in favour of the recipient.
    /// @dev Never above `gross`. Exact where `gross <= MAX_AMOUNT` and `feeBps <= BASIS_POINTS`.
    /// @param gross At most `MAX_AMOUNT`.
    /// @param feeBps At most `BASIS_POINTS`.
    /// @return net What is left.
    function netOf(uint256 gross, uint256 feeBps) internal pure returns (uint256 net) {
        unchecked {
            net = gross - (gross * feeBps) / BASIS_POINTS;
        }
    }

    /// @notice The gross amount of one part of a sum, by cumulative rounding: the parts of 10,000 basis points sum to `total` exactly.
    /// @dev Exact where `total <= MAX_AMOUNT` and `bpsBefore + bps <= BASIS_POINTS`.
    /// @param total The sum that is divided, at most `MAX_AMOUNT`.
    /// @param bpsBefore The basis points of all parts before this one.
    /// @param bps The basis points of this one.
    /// @return gross The part.
    function grossOf(uint256 total, uint256 bpsBefore, uint256 bps) internal pure returns (uint256 gross) {
        unchecked {
            gross = (total * (bpsBefore + bps)) / BASIS_POINTS - (total * bpsBefore) / BASIS_POINTS;
        }
    }
}
