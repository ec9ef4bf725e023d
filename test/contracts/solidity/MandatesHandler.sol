// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMandates, Mandate} from "../../../contracts/interfaces/IMandates.sol";
import {IPermit2} from "../../../contracts/interfaces/IPermit2.sol";
import {MandateHash} from "../../../contracts/libraries/MandateHash.sol";
import {Mandates} from "../../../contracts/Mandates.sol";
import {BnbTether} from "../../../contracts/sandbox/BnbTether.sol";
import {EthereumTether} from "../../../contracts/sandbox/EthereumTether.sol";
import {Manner, ScriptedToken} from "../../../contracts/test/ScriptedToken.sol";
import {MandateSignatures} from "./MandateSignatures.sol";
import {NaiveCalendar} from "./NaiveCalendar.sol";
import {RandomParts} from "./RandomParts.sol";
import {RandomPayment} from "./RandomPayment.sol";
import {deployPermit2, vm, Vm} from "./Vm.sol";

interface PayableToken {
    function mint(address to, uint256 amount) external;

    function approve(address spender, uint256 amount) external;

    function balanceOf(address account) external view returns (uint256);
}

interface Permit2Allowance {
    function approve(address token, address spender, uint160 amount, uint48 expiration) external;
}

/// @notice Does to mandates whatever anybody could, and keeps its own books of what may not happen.
/// @dev Two payers and a collector, who sign whatever is theirs; three tokens: plain, without return values and with a fee that comes and goes, and
/// one that denies and calls back.
contract MandatesHandler {
    address private constant FEE_RECIPIENT = address(0xFEE);
    uint256 private constant ACCOUNTS = RandomPayment.RECIPIENTS;
    uint256 private constant COLLECTOR_KEY = 0xC011;

    Mandates public mandates;
    address private permit2;
    ScriptedToken private scripted;
    EthereumTether private tether;
    address[3] private tokens;
    Mandate[] private drawn;
    mapping(bytes32 mandateId => uint256) private indexOf;
    mapping(bytes32 mandateId => uint256) private chargedUpTo;
    mapping(bytes32 mandateId => bool) private cancelled;
    mapping(uint256 key => uint256) private epoch;

    uint256 public chargedTwice;
    uint256 public chargedOutside;
    uint256 public inexact;
    uint256 public movedByFailures;
    uint256 public forged;

    /// @notice What succeeded, so that a run in which nothing does can be told.
    uint256 public charged;
    uint256 public chargedInside;

    constructor() {
        permit2 = deployPermit2();
        mandates = new Mandates(100, FEE_RECIPIENT, IPermit2(permit2));
        scripted = new ScriptedToken();
        tether = new EthereumTether(address(this));
        tokens = [address(new BnbTether(address(this))), address(tether), address(scripted)];
    }

    /// @notice Charges a mandate, new or drawn before: the period that is due or another, the right amount or another, as anybody or the collector.
    function charge(uint256 seed, bool again, uint8 offset, uint8 amount, bool byCollector) external {
        Mandate memory m = _draw(seed, again);
        uint256 period = _current(m);
        if (offset % 4 == 0)
            period =
                offset % 16 < 8
                    ? period + 1
                    : period == 0
                        ? 0
                        : period - 1;
        uint256 charge_ = m.collector == address(0) ? m.maxAmount : 1 + (seed % m.maxAmount);
        if (amount % 8 == 0) charge_ = amount % 16 == 0 ? m.maxAmount + 1 : 0;
        _fund(m, charge_, seed);
        _attempt(m, _call(m, m, period, charge_, byCollector), byCollector);
    }

    /// @notice Charges a mandate in the hostile token, which has the same period charged a second time, or the mandate cancelled, in any transfer.
    function chargeInTheMiddle(uint256 seed, uint8 nth, bool cancels) external {
        seed %= 2 ** 250;
        while (RandomPayment.word(seed, "token") % 3 != 2) ++seed;
        Mandate memory m = _draw(seed, false);
        uint256 amount = m.collector == address(0) ? m.maxAmount : 1;
        _fund(m, amount, seed);
        _fund(m, amount, seed);
        bytes memory data = _call(m, m, _current(m), amount, false);
        _callBack(m, nth, cancels, data);
        _attempt(m, data, false);
    }

    /// @notice Goes to the next due time of a mandate, or to the last second of its window, or just past it, and charges.
    function chargeOnTheEdge(uint256 seed, uint8 edge) external {
        if (drawn.length == 0) return;
        Mandate memory m = drawn[seed % drawn.length];
        uint256 period = chargedUpTo[mandates.mandateIdOf(m)] + (edge % 2);
        if (period >= m.periods) return;
        uint256 due = _dueAt(m, period);
        uint256 time =
            edge % 3 == 0
                ? due - 1
                : edge % 3 == 1
                    ? due + m.window - 1
                    : due + m.window;
        if (time < block.timestamp) return;
        vm.warp(time);
        uint256 amount = m.collector == address(0) ? m.maxAmount : 1;
        _fund(m, amount, seed);
        _attempt(m, _call(m, m, period, amount, false), false);
    }

    /// @notice Changes the terms and tries to charge by what was signed for the real ones.
    function forge(uint256 seed, uint8 what) external {
        if (drawn.length == 0) return;
        Mandate memory real = drawn[seed % drawn.length];
        Mandate memory m = abi.decode(abi.encode(real), (Mandate));
        if (what % 6 == 0) m.parts[seed % m.parts.length].recipient = address(0xBAD);
        if (what % 6 == 1) m.maxAmount = real.maxAmount + 1;
        if (what % 6 == 2) m.window = real.window / 2;
        if (what % 6 == 3) m.epoch = real.epoch + 1;
        if (what % 6 == 4) m.ref = bytes32(uint256(real.ref) + 1);
        if (what % 6 == 5) m.collector = address(uint160(real.collector) + 1);
        uint256 amount = m.collector == address(0) ? m.maxAmount : 1;
        _fund(m, amount, seed);
        uint256 before = PayableToken(m.token).balanceOf(m.payer);
        bytes memory data = _call(m, real, _current(m), amount, true);
        if (m.collector != address(0)) vm.prank(m.collector);
        (bool success, ) = address(mandates).call(data);
        if (success || PayableToken(m.token).balanceOf(m.payer) != before) ++forged;
    }

    /// @notice Ends a mandate: by its payer, by its signature, or by a stranger, which means nothing.
    function cancel(uint256 seed, uint8 how) external {
        if (drawn.length == 0) return;
        Mandate memory m = drawn[seed % drawn.length];
        bytes32 id = mandates.mandateIdOf(m);
        if (how % 3 == 0) vm.prank(m.payer);
        if (how % 3 < 2) mandates.cancel(id);
        else mandates.cancelBySignature(m.payer, id, _sign(_keyOf(m), MandateHash.hashCancel(id)));
        if (how % 3 != 1) cancelled[id] = true;
    }

    function cancelAll(bool first) external {
        uint256 key = first ? 0xA11CE : 0xB0B;
        vm.prank(vm.addr(key));
        mandates.cancelAll();
        ++epoch[key];
    }

    /// @notice The hostile token begins or ends to deny a recipient.
    function treat(uint256 seed, uint8 manner) external {
        Manner[4] memory manners = [Manner.Honest, Manner.Reverts, Manner.AnswersFalse, Manner.AnswersNothing];
        uint256 which = seed % (ACCOUNTS + 1);
        scripted.treat(which == ACCOUNTS ? FEE_RECIPIENT : RandomPayment.recipient(which), manners[manner % 4]);
    }

    /// @notice The hostile token calls back in its n-th transfer from now: charges the same or another mandate, or cancels it.
    function arm(uint256 seed, uint8 nth, bool cancels) external {
        if (drawn.length == 0) return;
        Mandate memory m = drawn[seed % drawn.length];
        bytes memory data = _call(m, m, _current(m), m.collector == address(0) ? m.maxAmount : 1, false);
        _fund(m, m.maxAmount, seed);
        _callBack(m, nth, cancels, data);
    }

    function switchFee(uint8 basisPoints) external {
        tether.setParams(basisPoints % 20, 49);
    }

    function passTime(uint32 time) external {
        vm.warp(block.timestamp + (time % 20 days));
    }

    function heldByContract() external view returns (uint256 held) {
        for (uint256 i; i < 3; ++i) held += PayableToken(tokens[i]).balanceOf(address(mandates));
    }

    function _draw(uint256 seed, bool again) private returns (Mandate memory m) {
        if (again && drawn.length > 0) return drawn[seed % drawn.length];
        uint256 key = seed % 2 == 0 ? 0xA11CE : 0xB0B;
        m.ref = bytes32(seed);
        m.payer = vm.addr(key);
        m.token = tokens[RandomPayment.word(seed, "token") % 3];
        m.maxAmount = 1 + (RandomPayment.word(seed, "amount") % (2 ** (1 + (RandomPayment.word(seed, "bits") % 100))));
        uint256 back = RandomPayment.word(seed, "start") % 40 days;
        m.start = uint64(back > block.timestamp ? block.timestamp : block.timestamp - back + 1 days);
        m.unit = uint8(RandomPayment.word(seed, "unit") % 2);
        m.every = uint32(
            m.unit == 1
                ? 1 + (RandomPayment.word(seed, "every") % 3)
                : 1 days + (RandomPayment.word(seed, "every") % 30 days)
        );
        m.window = uint32(1 + (RandomPayment.word(seed, "window") % (m.unit == 1 ? 14 days : m.every / 2)));
        m.periods = uint32(1 + (RandomPayment.word(seed, "periods") % 20));
        if (RandomPayment.word(seed, "collector") % 2 == 0) m.collector = vm.addr(COLLECTOR_KEY);
        m.epoch = epoch[key];
        m.parts = RandomParts.draw(seed);
        indexOf[mandates.mandateIdOf(m)] = drawn.length;
        drawn.push(m);
    }

    /// @dev Charges, and compares everything that moved, and every event, with the signed terms. A token that calls back may charge a second mandate
    /// in between: then both are checked.
    function _attempt(Mandate memory m, bytes memory data, bool byCollector) private {
        uint256[] memory expected = _balances(m.token);
        vm.recordLogs();
        if (byCollector && m.collector != address(0)) vm.prank(m.collector);
        (bool success, ) = address(mandates).call(data);
        // What fails takes back all that happened in it; the recorder keeps the events all the same.
        if (success) _applyEvents(m.token, expected);
        if (keccak256(abi.encode(expected)) != keccak256(abi.encode(_balances(m.token)))) {
            success ? ++inexact : ++movedByFailures;
        }
        bytes32 id = mandates.mandateIdOf(m);
        uint256 expectedUpTo = cancelled[id] ? type(uint256).max : chargedUpTo[id];
        if (mandates.chargedUpTo(m.payer, id) != expectedUpTo) ++inexact;
    }

    function _applyEvents(address token, uint256[] memory expected) private {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 charges;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(mandates) || logs[i].topics[0] != IMandates.MandateCharged.selector)
                continue;
            ++charges;
            _applyCharge(logs[i], token, expected);
        }
        ++charged;
        if (charges > 1) ++chargedInside;
        // A charge under way stands where its mandate is cancelled in the middle; no later one does.
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(mandates) || logs[i].topics[0] != IMandates.MandateCancelled.selector)
                continue;
            cancelled[logs[i].topics[1]] = true;
        }
    }

    function _applyCharge(Vm.Log memory log, address token, uint256[] memory expected) private {
        bytes32 id = log.topics[1];
        Mandate memory m = drawn[indexOf[id]];
        (address paidIn, uint256 period, uint256 amount, uint256 fee) = abi.decode(
            log.data,
            (address, uint256, uint256, uint256)
        );
        if (period < chargedUpTo[id]) ++chargedTwice;
        chargedUpTo[id] = period + 1;
        uint256 due = _dueAt(m, period);
        bool inside = block.timestamp >= due && block.timestamp < due + m.window && period < m.periods;
        bool bounded = m.collector == address(0) ? amount == m.maxAmount : amount > 0 && amount <= m.maxAmount;
        if (!inside || !bounded || cancelled[id] || m.epoch != epoch[_keyOf(m)]) ++chargedOutside;
        (uint256[] memory net, uint256 expectedFee) = RandomParts.amountsOf(m.parts, amount);
        bool right =
            paidIn == m.token &&
                fee == expectedFee &&
                address(uint160(uint256(log.topics[2]))) == m.parts[0].recipient &&
                address(uint160(uint256(log.topics[3]))) == m.payer;
        if (!right) ++inexact;
        if (m.token != token) return;
        for (uint256 i; i < net.length; ++i) expected[uint160(m.parts[i].recipient) - 0xBEEF0000] += net[i];
        expected[ACCOUNTS] += fee;
        expected[_keyOf(m) == 0xA11CE ? ACCOUNTS + 1 : ACCOUNTS + 2] -= amount;
    }

    function _callBack(Mandate memory m, uint8 nth, bool cancels, bytes memory charge_) private {
        bytes32 id = mandates.mandateIdOf(m);
        bytes memory signature = _sign(_keyOf(m), MandateHash.hashCancel(id));
        bytes memory cancel_ = abi.encodeCall(IMandates.cancelBySignature, (m.payer, id, signature));
        scripted.callBackIn(1 + (nth % 9), address(mandates), cancels ? cancel_ : charge_);
    }

    /// @dev A charge of `m` with what was signed for `signed`.
    function _call(
        Mandate memory m,
        Mandate memory signed,
        uint256 period,
        uint256 amount,
        bool byCollector
    ) private view returns (bytes memory) {
        bytes memory signature = _sign(_keyOf(signed), mandates.mandateIdOf(signed));
        bytes memory word;
        if (m.collector != address(0) && !byCollector) {
            word = _sign(COLLECTOR_KEY, MandateHash.hashCharge(mandates.mandateIdOf(m), period, amount));
        }
        return abi.encodeCall(IMandates.charge, (m, period, amount, signature, word));
    }

    /// @dev The payer has the money and allows it, to the contract or to Permit2.
    function _fund(Mandate memory m, uint256 amount, uint256 seed) private {
        PayableToken(m.token).mint(m.payer, amount);
        bool byPermit2 = seed % 5 == 0;
        _approve(m, address(mandates), byPermit2 ? 0 : type(uint256).max);
        if (!byPermit2) return;
        _approve(m, permit2, type(uint256).max);
        vm.prank(m.payer);
        Permit2Allowance(permit2).approve(m.token, address(mandates), type(uint160).max, type(uint48).max);
    }

    function _approve(Mandate memory m, address spender, uint256 amount) private {
        vm.prank(m.payer);
        PayableToken(m.token).approve(spender, 0);
        vm.prank(m.payer);
        PayableToken(m.token).approve(spender, amount);
    }

    function _sign(uint256 key, bytes32 structHash) private view returns (bytes memory) {
        return MandateSignatures.sign(mandates, key, structHash);
    }

    function _keyOf(Mandate memory m) private pure returns (uint256) {
        return uint256(m.ref) % 2 == 0 ? 0xA11CE : 0xB0B;
    }

    function _dueAt(Mandate memory m, uint256 period) private pure returns (uint256) {
        if (m.unit == 0) return m.start + period * m.every;
        return NaiveCalendar.addMonths(m.start, period * m.every);
    }

    /// @dev The period that a time falls into.
    function _current(Mandate memory m) private view returns (uint256 period) {
        while (period < m.periods && _dueAt(m, period + 1) <= block.timestamp) ++period;
    }

    /// @dev Of every possible recipient, the fee recipient and both payers.
    function _balances(address token) private view returns (uint256[] memory balances) {
        balances = new uint256[](ACCOUNTS + 3);
        for (uint256 i; i < ACCOUNTS; ++i) balances[i] = PayableToken(token).balanceOf(RandomPayment.recipient(i));
        balances[ACCOUNTS] = PayableToken(token).balanceOf(FEE_RECIPIENT);
        balances[ACCOUNTS + 1] = PayableToken(token).balanceOf(vm.addr(0xA11CE));
        balances[ACCOUNTS + 2] = PayableToken(token).balanceOf(vm.addr(0xB0B));
    }
}
