// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// The prover reads `require` and plain `revert`; it passes over custom errors.
// solhint-disable reason-string, gas-custom-errors

import {PeriodUse} from "../libraries/PeriodUse.sol";

/// @notice What solc's SMTChecker proves of a mandate's state, over the library that `Mandates` uses, for any sequence of calls: `npm run prove`.
contract PeriodProof {
    /// @dev Any period: what holds of it holds of each.
    uint32 private immutable WATCHED;
    uint256 private usedUpTo;
    bool private watchedCharged;
    bool private cancelled;

    constructor(uint32 watched) {
        WATCHED = watched;
    }

    /// @dev No period is charged twice, none before an earlier one, and none after the mandate is cancelled.
    function charge(uint32 period) external {
        uint256 before = usedUpTo;
        if (PeriodUse.isUsed(before, period)) revert();
        usedUpTo = PeriodUse.afterCharge(period);
        assert(!cancelled);
        assert(period >= before && usedUpTo > period);
        if (period == WATCHED) {
            assert(!watchedCharged);
            watchedCharged = true;
        }
    }

    function cancel() external {
        usedUpTo = PeriodUse.CANCELLED;
        cancelled = true;
    }
}
