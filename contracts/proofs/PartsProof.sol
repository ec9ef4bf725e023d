// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// The prover reads `require` and plain `revert`; it passes over custom errors.
// solhint-disable reason-string, gas-custom-errors

import {Split} from "../libraries/Split.sol";

/// @notice What solc's SMTChecker proves of cumulative rounding, over the library that all contracts use: `npm run prove`.
contract PartsProof {
    /// @dev Three parts stand for any: what comes before a part and what comes after it are one number each. Their gross amounts sum to the total.
    function partsAreConserved(uint256 total, uint256 before, uint256 bps) external pure {
        require(total <= Split.MAX_AMOUNT && before + bps <= Split.BASIS_POINTS);
        uint256 first = Split.grossOf(total, 0, before);
        uint256 middle = Split.grossOf(total, before, bps);
        uint256 last = Split.grossOf(total, before + bps, Split.BASIS_POINTS - before - bps);
        assert(first + middle + last == total);
    }

    /// @dev Amounts accumulate to what is due up to there, and so, after the last part, to the total: the step of the induction over parts.
    function partsAccumulate(uint256 total, uint256 before, uint256 bps) external pure {
        require(total <= Split.MAX_AMOUNT && before + bps <= Split.BASIS_POINTS);
        uint256 upTo = (total * before) / Split.BASIS_POINTS;
        uint256 gross = Split.grossOf(total, before, bps);
        assert(gross <= total);
        assert(upTo + gross == (total * (before + bps)) / Split.BASIS_POINTS);
    }

    /// @dev Rounding moves less than one unit to or from a part.
    function roundingIsBelowOneUnit(uint256 total, uint256 before, uint256 bps) external pure {
        require(total <= Split.MAX_AMOUNT && before + bps <= Split.BASIS_POINTS);
        uint256 gross = Split.grossOf(total, before, bps);
        assert(gross * Split.BASIS_POINTS < total * bps + Split.BASIS_POINTS);
        assert(gross * Split.BASIS_POINTS + Split.BASIS_POINTS > total * bps);
    }

    /// @dev Of the least that is swept, a part of one basis point is at least one unit, and its net as well.
    function noPartOfASweepIsOfNothing(uint256 total, uint256 before, uint256 bps) external pure {
        require(total >= 10_000 && total <= Split.MAX_AMOUNT);
        require(bps > 0 && before + bps <= Split.BASIS_POINTS);
        uint256 gross = Split.grossOf(total, before, bps);
        assert(gross > 0);
    }
}
