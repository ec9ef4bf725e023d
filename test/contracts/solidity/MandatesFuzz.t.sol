// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Mandate} from "../../../contracts/interfaces/IMandates.sol";
import {IPermit2} from "../../../contracts/interfaces/IPermit2.sol";
import {Mandates} from "../../../contracts/Mandates.sol";
import {BnbTether} from "../../../contracts/sandbox/BnbTether.sol";
import {MandateSignatures} from "./MandateSignatures.sol";
import {NaiveCalendar} from "./NaiveCalendar.sol";
import {RandomParts} from "./RandomParts.sol";
import {RandomPayment} from "./RandomPayment.sol";
import {check, vm} from "./Vm.sol";

/// @notice Charges of any amount by any split, and the calendar.
contract MandatesFuzz {
    address private constant FEE_RECIPIENT = address(0xFEE);
    uint256 private constant PAYER_KEY = 0xA11CE;
    /// @dev After 400 years the calendar repeats itself.
    uint256 private constant CYCLE = 146_097 days;

    Mandates private mandates;
    BnbTether private token;
    address private payer;
    mapping(address account => uint256) private due;

    function setUp() public {
        mandates = new Mandates(100, FEE_RECIPIENT, IPermit2(address(0)));
        token = new BnbTether(address(this));
        payer = vm.addr(PAYER_KEY);
        vm.prank(payer);
        token.approve(address(mandates), type(uint256).max);
    }

    /// @dev Everybody gets exactly its net of its cumulative gross amount, the fee recipient the rest, and the payer pays exactly the amount.
    function testFuzz_everyPartIsPaidToTheUnit(uint256 seed, uint256 amount) public {
        Mandate memory m = _monthly(seed, block.timestamp, 1, 12);
        amount = 1 + (amount % (2 ** (amount % 128)));
        m.maxAmount = amount;
        (uint256[] memory net, uint256 fee) = RandomParts.amountsOf(m.parts, amount);
        uint256 sum = fee;
        for (uint256 i; i < net.length; ++i) {
            due[m.parts[i].recipient] += net[i];
            sum += net[i];
        }
        check(sum == amount, "nets and fee sum to the amount");

        token.mint(payer, amount);
        mandates.charge(m, 0, amount, MandateSignatures.sign(mandates, PAYER_KEY, mandates.mandateIdOf(m)), "");

        for (uint256 i; i < RandomPayment.RECIPIENTS; ++i) {
            address account = RandomPayment.recipient(i);
            check(token.balanceOf(account) == due[account], "a recipient got exactly its nets");
        }
        check(token.balanceOf(FEE_RECIPIENT) == fee, "the fee recipient got exactly the fee");
        check(token.balanceOf(payer) == 0, "the payer paid exactly the amount");
        check(token.balanceOf(address(mandates)) == 0, "nothing passed through the contract");
    }

    /// @dev Months from any second of 400 years are those that one counts on one's fingers.
    function testFuzz_monthsAreTheCalendars(uint256 seed, uint64 start, uint8 every, uint8 period) public view {
        every = 1 + (every % 60);
        uint32 periods = 60 / every;
        period = uint8(period % (periods + 1));
        Mandate memory m = _monthly(seed, start % CYCLE, every, periods);
        uint256 expected = NaiveCalendar.addMonths(m.start, uint256(every) * period);
        check(mandates.dueAt(m, period) == expected, "a month later is a month later");
    }

    /// @dev Whatever terms are accepted: a window is over at most half-way to the next period, a period is a day at least, and the last ends
    /// within five years.
    function testFuzz_acceptedTimesAreSane(
        uint64 start,
        uint8 unit,
        uint32 every,
        uint32 window,
        uint32 periods
    ) public view {
        Mandate memory m = _monthly(1, start % (CYCLE * 2), 1, 1);
        m.unit = unit % 3;
        m.every = every % (m.unit == 1 ? 70 : 2_000 days);
        m.window = window % 1_000 days;
        m.periods = periods % 3_000;
        try mandates.dueAt(m, 0) returns (uint256 first) {
            check(first == m.start, "the first period begins at the start");
            uint256 last = mandates.dueAt(m, m.periods);
            check(last <= NaiveCalendar.addMonths(m.start, 60), "five years at most");
            for (uint256 i; i < m.periods && i < 70; ++i) {
                uint256 length = mandates.dueAt(m, i + 1) - mandates.dueAt(m, i);
                check(length >= 1 days && length >= uint256(m.window) * 2, "windows keep their distance");
            }
        } catch {}
    }

    /// @dev Terms drawn apart never share an id.
    function testFuzz_idsDoNotCollide(uint256 seed, uint256 other) public view {
        Mandate memory m = _monthly(seed % 5, other % 3, 1 + (seed % 2), 1);
        Mandate memory n = _monthly(other % 5, seed % 3, 1 + (other % 2), 1);
        bool same = keccak256(abi.encode(m)) == keccak256(abi.encode(n));
        check((mandates.mandateIdOf(m) == mandates.mandateIdOf(n)) == same, "an id stands for its terms");
    }

    function _monthly(
        uint256 seed,
        uint256 start,
        uint256 every,
        uint256 periods
    ) private view returns (Mandate memory m) {
        m.ref = bytes32(seed);
        m.payer = payer;
        m.token = address(token);
        m.maxAmount = 1;
        m.start = uint64(start);
        m.unit = 1;
        m.every = uint32(every);
        m.window = 3 days;
        m.periods = uint32(periods);
        m.parts = RandomParts.draw(seed);
    }
}
