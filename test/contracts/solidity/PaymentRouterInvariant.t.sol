// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RouterHandler} from "./RouterHandler.sol";
import {check} from "./Vm.sol";

/// @notice What holds after any sequence of payments, deposits, reclaims, replays and tricks, over every path and token.
contract PaymentRouterInvariant {
    RouterHandler private handler;

    function setUp() public {
        handler = new RouterHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_theRouterHoldsNothingBetweenTransactions() public view {
        check(handler.heldByRouter() == 0, "the router holds nothing");
    }

    function invariant_anIdSettlesAtMostOnceOverAllPaths() public view {
        check(handler.settledTwice() == 0, "an id settles once");
    }

    function invariant_everyEventIsMatchedByExactTransfers() public view {
        check(handler.inexact() == 0, "every PaymentSettled is matched by exact transfers");
    }

    function invariant_aDepositAddressPaysOnlyItsSplitOrItsBeneficiary() public view {
        check(handler.strayed() == 0, "a deposit goes to its payment or its beneficiary");
    }

    function invariant_whatFailsMovesNothing() public view {
        check(handler.movedByFailures() == 0, "a refused payment moves nothing");
    }

    /// @dev The books above prove nothing about a run in which nothing settles: every path does, with a token that knows it.
    function test_everyPathOfTheHandlerSettles() public {
        // Token 2 of the handler's knows permit and authorization.
        for (uint8 path; path < 5; ++path) {
            uint256 before = handler.settled();
            handler.pay(_plainSeed(path), path, false);
            check(handler.settled() == before + 1, "a path settles");
        }
        handler.deposit(_plainSeed(5), 2 ** 130 - 1, false, true);
        check(handler.settled() == 6, "a deposit settles");
        check(handler.inexact() == 0, "and exactly");
    }

    /// @dev A token that calls back settles a second payment in the middle of a first, by every path that anybody can take.
    function test_theHandlerSettlesAPaymentInTheMiddleOfAnother() public {
        for (uint8 path = 2; path < 6; ++path) {
            handler.draw(_seed(3, 10 + path));
            handler.arm(2 * (path - 2), path, 0);
            uint256 before = handler.eventsOfSettlement();
            handler.pay(_seed(3, 20 + path), 3, false);
            check(handler.eventsOfSettlement() == before + 2, "both settled");
        }
        check(handler.inexact() == 0, "and exactly");
    }

    function _plainSeed(uint256 nth) private view returns (uint256) {
        return _seed(2, nth);
    }

    /// @dev The first seed from a start on that draws a token of the handler's, and a payment with nothing odd.
    function _seed(uint256 token, uint256 nth) private view returns (uint256 seed) {
        for (seed = nth * 1_000 + token; handler.oddityOf(seed) < 4; seed += 5) {}
    }
}
