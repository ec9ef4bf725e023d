// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {StandingHandler} from "./StandingHandler.sol";
import {check} from "./Vm.sol";

/// @notice What holds after any sequence of deposits, sweeps, denials, calls back and tricks, over every token and with any gas.
contract StandingDepositsInvariant {
    StandingHandler private handler;

    function setUp() public {
        handler = new StandingHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_theContractHoldsNothingBetweenTransactions() public view {
        check(handler.keepsNothing(), "the contract holds nothing");
    }

    function invariant_whatComesOutIsWhatWasIn() public view {
        check(handler.inexact() == 0, "every part is where it belongs, to the unit");
    }

    function invariant_moneyGoesToSignedPartsAndTheirBoxesAlone() public view {
        check(handler.strayed() == 0, "nothing goes elsewhere");
    }

    function invariant_whatFailsMovesNothing() public view {
        check(handler.movedByFailures() == 0, "what is refused moves nothing");
    }

    function invariant_nobodyEntersTwice() public view {
        check(handler.enteredTwice() == 0, "whoever calls back finds the door locked");
    }

    /// @dev The books above prove nothing about a run in which nothing is swept: the handler does sweep, set aside and collect.
    function test_theHandlerSweepsSetsAsideCollectsAndCallsBack() public {
        for (uint256 seed; seed < 16; ++seed) handler.deposit(seed, 10 ** 14, false, true, 3_000_000);
        check(handler.swept() >= 8, "tokens are swept");
        for (uint256 i; i < 10; ++i) handler.treat(i, 1);
        for (uint256 i; i < 8; ++i) handler.deposit(100 + 4 * i + 3, 10 ** 14, false, true, 3_000_000);
        check(handler.setAside() > 0, "parts are set aside");
        for (uint256 i; i < 10; ++i) handler.treat(i, 0);
        for (uint256 i; i < 9; ++i) handler.collect(i, 3, i % 2 == 0);
        check(handler.collected() > 0, "boxes are emptied");
        for (uint8 i; i < 8; ++i) handler.reenter(200 + i, 10 ** 6, 0, 0, 3);
        check(handler.calledBack() > 0, "the hostile token calls back");
        check(handler.enteredTwice() == 0, "in vain");
        check(handler.inexact() + handler.strayed() + handler.movedByFailures() == 0, "and exactly");
    }
}
