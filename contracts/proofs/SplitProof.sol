// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// The prover reads `require` and plain `revert`; it passes over custom errors.
// solhint-disable reason-string, gas-custom-errors

import {Split} from "../libraries/Split.sol";

/// @notice What solc's SMTChecker proves of the money rule, over the library that all contracts use: `npm run prove`.
contract SplitProof {
    /// @dev Whatever the fee of a deployment is: a net is never above its gross amount, so that no fee wraps.
    function netIsNeverAboveGross(uint256 gross, uint256 feeBps) external pure {
        require(gross <= Split.MAX_AMOUNT && feeBps <= Split.MAX_FEE_BPS);
        assert(Split.netOf(gross, feeBps) <= gross);
    }

    /// @dev At the highest fee there is, at most a tenth is taken, and something of every amount is left.
    function aTenthAtMost(uint256 gross) external pure {
        require(gross <= Split.MAX_AMOUNT);
        uint256 net = Split.netOf(gross, Split.MAX_FEE_BPS);
        assert(gross - net == gross / 10);
        assert(gross == 0 || net > 0);
    }

    /// @dev At one per cent, ours: the hundredth part, rounded down.
    function theHundredthPart(uint256 gross) external pure {
        require(gross <= Split.MAX_AMOUNT);
        assert(gross - Split.netOf(gross, 100) == gross / 100);
    }

    /// @dev One step of a distribution, whatever the fee is. Before it, what is left of the total is the fees so far, this amount, and the amounts
    /// that come. Taking off the net does not wrap and leaves the fees with this one, and the amounts that come: after the last step, nets
    /// and fee sum to the total.
    function distributionIsConserved(uint256 feesSoFar, uint256 gross, uint256 toCome, uint256 feeBps) external pure {
        require(gross <= Split.MAX_AMOUNT && feeBps <= Split.MAX_FEE_BPS);
        require(feesSoFar <= 6 * Split.MAX_AMOUNT && toCome <= 6 * Split.MAX_AMOUNT);
        uint256 left = feesSoFar + gross + toCome;
        uint256 net = Split.netOf(gross, feeBps);
        assert(left >= net);
        assert(left - net == feesSoFar + (gross - net) + toCome);
    }
}
