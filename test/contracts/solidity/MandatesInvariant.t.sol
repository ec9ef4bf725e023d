// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MandatesHandler} from "./MandatesHandler.sol";
import {check, vm} from "./Vm.sol";

/// @notice What holds after any sequence of charges, cancellations, forgeries, calls back and moves of the clock, over every token.
contract MandatesInvariant {
    MandatesHandler private handler;

    function setUp() public {
        // Times before it must be there to begin at.
        vm.warp(1_795_651_200);
        handler = new MandatesHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_noPeriodIsChargedTwice() public view {
        check(handler.chargedTwice() == 0, "a period is charged once");
    }

    function invariant_noChargeOutsideOfTheTerms() public view {
        check(handler.chargedOutside() == 0, "only within window, amount and epoch, and before it is cancelled");
    }

    function invariant_whatThePayerPaysIsWhatTheSignedPartsGet() public view {
        check(handler.inexact() == 0, "sum out is sum in, to the signed parts");
    }

    function invariant_whatIsRefusedMovesNothing() public view {
        check(handler.movedByFailures() == 0, "a refused charge moves nothing");
    }

    function invariant_changedTermsAreNotSigned() public view {
        check(handler.forged() == 0, "changed terms are refused");
    }

    function invariant_mandatesHoldNothing() public view {
        check(handler.heldByContract() == 0, "nothing passes through the contract");
    }

    /// @dev The books above prove nothing about a run in which nothing is charged: the handler does charge, in every token, by both ways, and twice in
    /// one transaction.
    function test_theHandlerOfMandatesCharges() public {
        for (uint256 seed; seed < 60; ++seed) {
            handler.charge(seed, false, 1, 1, seed % 2 == 0);
            handler.arm(seed, 1, false);
            handler.charge(seed + 1_000, false, 1, 1, true);
            handler.passTime(2 days);
            handler.chargeOnTheEdge(seed, 1);
        }
        check(handler.charged() > 30, "mandates are charged");
        check(handler.chargedInside() > 0, "and in the middle of others");
        check(handler.inexact() + handler.chargedOutside() + handler.movedByFailures() == 0, "and exactly");
    }
}
