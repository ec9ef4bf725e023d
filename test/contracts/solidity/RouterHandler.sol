// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPermit2} from "../../../contracts/interfaces/IPermit2.sol";
import {IPaymentRouter, Payment} from "../../../contracts/interfaces/IPaymentRouter.sol";
import {Share} from "../../../contracts/interfaces/ISplitter.sol";
import {PaymentHash} from "../../../contracts/libraries/PaymentHash.sol";
import {PaymentRouter} from "../../../contracts/PaymentRouter.sol";
import {BnbTether} from "../../../contracts/sandbox/BnbTether.sol";
import {EthereumTether} from "../../../contracts/sandbox/EthereumTether.sol";
import {TetherZero} from "../../../contracts/sandbox/TetherZero.sol";
import {ReenteringToken} from "../../../contracts/test/HostileTokens.sol";
import {Manner, ScriptedToken} from "../../../contracts/test/ScriptedToken.sol";
import {RandomPayment} from "./RandomPayment.sol";
import {deployPermit2, vm, Vm} from "./Vm.sol";

interface AnyToken {
    function mint(address to, uint256 amount) external;

    function approve(address spender, uint256 amount) external;

    function balanceOf(address account) external view returns (uint256);
}

/// @notice Does to a router whatever anybody could, and keeps its own books of what may not happen.
/// @dev One payer, who has signed for and allowed everything; five tokens: plain, without return values and with a fee that comes and goes,
/// with EIP-2612 and EIP-3009, one that calls back into the router in any of its transfers, by any path, and one that lowers the balances of
/// those whom it should pay. One payment in four cannot settle: it is another chain's, names the router, or has its deadline too far.
contract RouterHandler {
    address private constant FEE_RECIPIENT = address(0xFEE);
    uint256 private constant PAYER_KEY = 0xA11CE;

    PaymentRouter public immutable router;
    address private immutable permit2;
    address private immutable payer;
    address[5] private tokens;
    Payment[] private drawn;
    mapping(bytes32 paymentId => uint256) private indexOf;
    mapping(bytes32 paymentId => uint256) private timesSettled;
    uint256 private permit2Nonce;

    uint256 public settledTwice;
    uint256 public inexact;
    uint256 public strayed;
    uint256 public movedByFailures;

    /// @notice Events of payments that settled, in the middle of others too.
    uint256 public eventsOfSettlement;

    /// @notice Calls that settled, so that a run that settles nothing can be told.
    uint256 public settled;

    constructor() {
        permit2 = deployPermit2();
        router = new PaymentRouter(100, FEE_RECIPIENT, IPermit2(permit2));
        payer = vm.addr(PAYER_KEY);
        tokens = [
            address(new BnbTether(address(this))),
            address(new EthereumTether(address(this))),
            address(new TetherZero(address(this))),
            address(new ReenteringToken(address(this))),
            address(new ScriptedToken())
        ];
        // So that there is something to lower.
        for (uint256 i; i < RandomPayment.RECIPIENTS; ++i) {
            ScriptedToken(tokens[4]).mint(RandomPayment.recipient(i), 1_000_000);
        }
    }

    /// @notice Makes a payment known, for others to replay.
    function draw(uint256 seed) external {
        _draw(seed, false);
    }

    /// @notice Pays a new payment, or one drawn before, by any of the six paths.
    function pay(uint256 seed, uint8 path, bool again) external {
        Payment memory payment = _draw(seed, again);
        _attempt(payment, path % 6);
    }

    /// @notice Pays a payment in the token that calls back, which has the same payment paid or reclaimed a second time, in any of its transfers.
    function payInTheMiddle(uint256 seed, uint8 path, uint8 inner, uint8 nth) external {
        Payment memory payment = _draw((seed % 2 ** 250) * tokens.length + 3, false);
        // Enough in the deposit address for both.
        AnyToken(payment.token).mint(router.depositAddressOf(payment), 2 * _totalOf(payment));
        bytes memory data =
            inner % 5 == 4
                ? abi.encodeCall(IPaymentRouter.reclaim, (payment, payment.token))
                : _call(payment, 2 + (inner % 5));
        ReenteringToken(tokens[3]).reenter(address(router), data, 1 + (nth % 8));
        _attempt(payment, path % 6);
    }

    /// @notice Sends money to a payment's deposit address: too little, exactly enough, or too much, or of another token.
    function deposit(uint256 seed, uint256 amount, bool otherToken, bool pays) external {
        Payment memory payment = _draw(seed, false);
        address token = otherToken ? tokens[seed % 5] : payment.token;
        AnyToken(token).mint(router.depositAddressOf(payment), amount % 2 ** 130);
        if (pays) _attempt(payment, 5);
    }

    /// @notice Reclaims what a drawn payment's deposit address holds of some token, as anybody.
    function reclaim(uint256 seed, uint256 tokenSeed) external {
        if (drawn.length == 0) return;
        Payment memory payment = drawn[seed % drawn.length];
        address token = tokenSeed % 2 == 0 ? payment.token : tokens[tokenSeed % 5];
        address deposited = router.depositAddressOf(payment);
        address beneficiary = payment.refundTo == address(0) ? payment.shares[0].recipient : payment.refundTo;
        // Called back in the middle, the router would rightly pay another payment: that is for `pay` to look at.
        ReenteringToken(tokens[3]).reenter(address(0), "", 0);
        uint256 held = AnyToken(token).balanceOf(deposited);
        uint256 before = AnyToken(token).balanceOf(beneficiary);
        bool allowed =
            beneficiary != address(router) &&
                payment.chainId == block.chainid &&
                (token != payment.token || !_isPayable(payment));
        try router.reclaim(payment, token) {
            uint256 due = token == tokens[4] ? _scriptedDue(held) : held - (token == tokens[1] ? _tetherFee(held) : 0);
            unchecked {
                bool right = allowed && AnyToken(token).balanceOf(beneficiary) == before + due;
                if (!right || AnyToken(token).balanceOf(deposited) != 0) ++strayed;
            }
        } catch {
            if (AnyToken(token).balanceOf(deposited) != held) ++movedByFailures;
        }
    }

    /// @notice Changes one recipient of a drawn payment and tries to have it paid with what was signed for the real one; or tries the real one
    /// with what was signed for something else than this router.
    function tamper(uint256 seed, uint8 path) external {
        if (drawn.length == 0) return;
        Payment memory real = drawn[seed % drawn.length];
        Payment memory forged = abi.decode(abi.encode(real), (Payment));
        forged.shares[seed % forged.shares.length].recipient = address(0xBAD);
        AnyToken(real.token).mint(payer, _totalOf(real));
        _approve(real.token, address(router), 2 ** 200);
        uint256 before = _everything(forged);
        bytes memory data;
        if (path % 5 == 0) data = _callSignature(forged, real);
        else if (path % 5 == 1) data = _callPermit2(forged, real);
        else data = _callForeign(real, path % 5);
        (bool success, ) = address(router).call(data);
        if (success) ++inexact;
        else if (_everything(forged) != before) ++movedByFailures;
    }

    /// @notice Switches the fee of the token that has one.
    function switchFee(uint8 basisPoints) external {
        EthereumTether(tokens[1]).setParams(basisPoints % 20, 49);
    }

    /// @notice Makes the token that calls back pay or reclaim a drawn payment, by any path, in one of its next transfers.
    function arm(uint256 seed, uint8 path, uint8 nth) external {
        if (drawn.length == 0) return;
        Payment memory payment = drawn[seed % drawn.length];
        bytes memory data =
            path % 7 == 6 ? abi.encodeCall(IPaymentRouter.reclaim, (payment, tokens[3])) : _call(payment, path % 7);
        // Whoever is called back in the middle may have been paid before: the deposit has enough for twice.
        if (path % 7 == 5) AnyToken(payment.token).mint(router.depositAddressOf(payment), _totalOf(payment));
        ReenteringToken(tokens[3]).reenter(address(router), data, 1 + (nth % 8));
    }

    /// @notice Changes how the token with manners treats everybody.
    function treat(uint8 manner) external {
        Manner to = [Manner.Honest, Manner.Lowers, Manner.TakesOnePercent][manner % 3];
        for (uint256 i; i < RandomPayment.RECIPIENTS; ++i) {
            ScriptedToken(tokens[4]).treat(RandomPayment.recipient(i), to);
        }
    }

    function passTime(uint16 time) external {
        vm.warp(block.timestamp + time);
    }

    function heldByRouter() external view returns (uint256 held) {
        for (uint256 i; i < tokens.length; ++i) held += AnyToken(tokens[i]).balanceOf(address(router));
    }

    /// @notice What is odd of the payment that a seed draws: its chain, a recipient, its beneficiary, its deadline; from 4, nothing.
    function oddityOf(uint256 seed) public pure returns (uint256) {
        return RandomPayment.word(seed, "odd") % 16;
    }

    function _draw(uint256 seed, bool again) private returns (Payment memory payment) {
        if (again && drawn.length > 0) return drawn[seed % drawn.length];
        payment = RandomPayment.draw(seed, tokens[seed % 5], block.timestamp + (seed % 100_000));
        uint256 odd = oddityOf(seed);
        if (odd == 0) ++payment.chainId;
        // Half of the time the merchant, who gets what does not pay.
        if (odd == 1) payment.shares[seed % 2 == 0 ? 0 : seed % payment.shares.length].recipient = address(router);
        if (odd == 2) payment.refundTo = address(router);
        if (odd == 3) payment.deadline += 31 days;
        indexOf[router.paymentIdOf(payment)] = drawn.length;
        drawn.push(payment);
    }

    /// @dev Has the payment paid by a path and compares everything that moved, and every event, with the money rule. A token that calls back
    /// may settle a second payment, from its own deposit address, in between: then both are checked.
    function _attempt(Payment memory payment, uint256 path) private {
        bytes memory data = _call(payment, path);
        address source = path == 5 ? router.depositAddressOf(payment) : payer;
        uint256[] memory expected = _balances(payment, source);
        vm.recordLogs();
        if (path < 2) vm.prank(payer);
        (bool success, ) = address(router).call(data);
        bytes32 paymentId = router.paymentIdOf(payment);
        // What fails takes back all that happened in it, a second payment in between too; the recorder keeps the events all the same.
        bool right = !success || _applyEvents(payment.token, paymentId, source, expected);
        if (success) ++settled;
        if (!_same(expected, _balances(payment, source))) success ? ++inexact : ++movedByFailures;
        if (!right || router.isSettled(paymentId) != (timesSettled[paymentId] > 0)) ++inexact;
    }

    /// @dev Adds to `expected`, balances of `token`, what each event of the router says must have moved; false where an event is not its
    /// payment's.
    function _applyEvents(
        address token,
        bytes32 outer,
        address source,
        uint256[] memory expected
    ) private returns (bool right) {
        right = true;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(router)) continue;
            if (logs[i].topics[0] == IPaymentRouter.PaymentSettled.selector) {
                right = _applySettled(logs[i], token, outer, source, expected) && right;
            } else {
                right = _applyReclaimed(logs[i], token, source, expected) && right;
            }
        }
    }

    function _applySettled(
        Vm.Log memory log,
        address token,
        bytes32 outer,
        address source,
        uint256[] memory expected
    ) private returns (bool right) {
        bytes32 paymentId = log.topics[1];
        ++eventsOfSettlement;
        if (++timesSettled[paymentId] > 1) ++settledTwice;
        Payment memory payment = drawn[indexOf[paymentId]];
        (address from, uint256 amount, uint256 taken) = abi.decode(log.data, (address, uint256, uint256));
        (uint256 total, uint256 fee, uint256[] memory net) = router.amountsOf(payment);
        right =
            (paymentId == outer ? from == source : (from == payer || from == router.depositAddressOf(payment))) &&
            address(uint160(uint256(log.topics[2]))) == payment.shares[0].recipient &&
            address(uint160(uint256(log.topics[3]))) == payment.token &&
            payment.chainId == block.chainid &&
            amount == total &&
            taken == fee;
        if (payment.token != token) return right;
        for (uint256 j; j < net.length; ++j) expected[_indexOf(payment.shares[j].recipient)] += net[j];
        expected[RandomPayment.RECIPIENTS] += fee;
        if (from == source) expected[RandomPayment.RECIPIENTS + 1] -= total;
    }

    /// @dev In the middle of a payment only what its deposit address holds beyond may be reclaimed.
    function _applyReclaimed(
        Vm.Log memory log,
        address token,
        address source,
        uint256[] memory expected
    ) private view returns (bool right) {
        bytes32 paymentId = log.topics[1];
        Payment memory payment = drawn[indexOf[paymentId]];
        address reclaimed = address(uint160(uint256(log.topics[2])));
        address to = address(uint160(uint256(log.topics[3])));
        right =
            to == (payment.refundTo == address(0) ? payment.shares[0].recipient : payment.refundTo) &&
            payment.chainId == block.chainid &&
            (reclaimed != payment.token || !_isPayable(payment));
        if (reclaimed != token) return right;
        uint256 amount = abi.decode(log.data, (uint256));
        expected[_indexOf(to)] += amount;
        if (router.depositAddressOf(payment) == source) expected[RandomPayment.RECIPIENTS + 1] -= amount;
    }

    /// @dev By the router's own flag: in the middle of a payment our books do not have it yet.
    function _isPayable(Payment memory payment) private view returns (bool) {
        return
            !router.isSettled(router.paymentIdOf(payment)) &&
            block.timestamp <= payment.deadline &&
            payment.deadline <= block.timestamp + 31 days;
    }

    function _indexOf(address recipient) private pure returns (uint256) {
        return uint160(recipient) - 0xBEEF0000;
    }

    function _totalOf(Payment memory payment) private view returns (uint256 total) {
        (total, , ) = router.amountsOf(payment);
    }

    function _call(Payment memory payment, uint256 path) private returns (bytes memory) {
        (uint256 total, , ) = router.amountsOf(payment);
        if (path == 5) return abi.encodeCall(IPaymentRouter.payFromDeposit, (payment));
        AnyToken(payment.token).mint(payer, total);
        if (path == 0 || path == 4) _approve(payment.token, address(router), 2 ** 200);
        if (path == 0) return abi.encodeCall(IPaymentRouter.pay, (payment));
        if (path == 1) return _callPermit(payment, total);
        if (path == 2) return _callAuthorization(payment, total);
        if (path == 3) {
            _approve(payment.token, permit2, 2 ** 200);
            return _callPermit2(payment, payment);
        }
        return _callSignature(payment, payment);
    }

    function _approve(address token, address spender, uint256 amount) private {
        vm.prank(payer);
        AnyToken(token).approve(spender, 0);
        vm.prank(payer);
        AnyToken(token).approve(spender, amount);
    }

    function _callPermit(Payment memory payment, uint256 total) private view returns (bytes memory) {
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        uint256 nonce = _knowsSignatures(payment.token) ? TetherZero(payment.token).nonces(payer) : 0;
        bytes32 hash = keccak256(abi.encode(typeHash, payer, address(router), total, nonce, payment.deadline));
        (uint8 v, bytes32 r, bytes32 s) = _sign(_tokenDomainOf(payment.token), hash);
        return abi.encodeCall(IPaymentRouter.payWithPermit, (payment, payment.deadline, v, r, s));
    }

    function _callAuthorization(Payment memory payment, uint256 total) private view returns (bytes memory) {
        bytes32 typeHash = keccak256(
            "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
        );
        uint256 validBefore = payment.deadline + 1;
        bytes32 id = router.paymentIdOf(payment);
        bytes32 hash = keccak256(abi.encode(typeHash, payer, address(router), total, 0, validBefore, id));
        bytes memory signature = _pack(_tokenDomainOf(payment.token), hash);
        return abi.encodeCall(IPaymentRouter.payWithAuthorization, (payment, payer, 0, validBefore, signature));
    }

    /// @dev A call that pays `payment` with what the payer signed for `signed`.
    function _callPermit2(Payment memory payment, Payment memory signed) private returns (bytes memory) {
        (uint256 total, , ) = router.amountsOf(signed);
        bytes32 permitted = keccak256(
            abi.encode(keccak256("TokenPermissions(address token,uint256 amount)"), signed.token, total)
        );
        bytes32 typeHash = keccak256(
            abi.encodePacked(
                "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,",
                PaymentHash.PERMIT2_WITNESS_TYPE
            )
        );
        uint256 nonce = permit2Nonce++;
        bytes32 consent = PaymentHash.hashConsent(payer, router.paymentIdOf(signed));
        bytes32 hash = keccak256(abi.encode(typeHash, permitted, address(router), nonce, signed.deadline, consent));
        bytes memory signature = _pack(_domainOf("Permit2", "", permit2), hash);
        return abi.encodeCall(IPaymentRouter.payWithPermit2, (payment, payer, nonce, signed.deadline, signature));
    }

    function _callSignature(Payment memory payment, Payment memory signed) private view returns (bytes memory) {
        bytes32 consent = PaymentHash.hashConsent(payer, router.paymentIdOf(signed));
        bytes memory signature = _pack(_domainOf("PaymentRouter", "1", address(router)), consent);
        return abi.encodeCall(IPaymentRouter.payWithSignature, (payment, payer, signature));
    }

    /// @dev The real payment, with a signature over its id without a domain, or for another router, or of another version.
    function _callForeign(Payment memory payment, uint256 kind) private view returns (bytes memory) {
        bytes32 id = router.paymentIdOf(payment);
        bytes memory signature;
        if (kind == 2) {
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(PAYER_KEY, id);
            signature = abi.encodePacked(r, s, v);
        } else {
            bytes32 domain =
                kind == 3
                    ? _domainOf("PaymentRouter", "1", address(this))
                    : _domainOf("PaymentRouter", "2", address(router));
            signature = _pack(domain, PaymentHash.hashConsent(payer, id));
        }
        return abi.encodeCall(IPaymentRouter.payWithSignature, (payment, payer, signature));
    }

    function _knowsSignatures(address token) private view returns (bool) {
        return token == tokens[2] || token == tokens[3];
    }

    function _tokenDomainOf(address token) private view returns (bytes32) {
        return TetherZero(_knowsSignatures(token) ? token : tokens[2]).DOMAIN_SEPARATOR();
    }

    function _domainOf(string memory name, string memory version, address verifier) private view returns (bytes32) {
        if (bytes(version).length == 0) {
            bytes32 short = keccak256("EIP712Domain(string name,uint256 chainId,address verifyingContract)");
            return keccak256(abi.encode(short, keccak256(bytes(name)), block.chainid, verifier));
        }
        bytes32 full = keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        return keccak256(abi.encode(full, keccak256(bytes(name)), keccak256(bytes(version)), block.chainid, verifier));
    }

    function _sign(bytes32 domain, bytes32 structHash) private pure returns (uint8 v, bytes32 r, bytes32 s) {
        return vm.sign(PAYER_KEY, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
    }

    function _pack(bytes32 domain, bytes32 structHash) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = _sign(domain, structHash);
        return abi.encodePacked(r, s, v);
    }

    /// @dev Of every possible recipient, the fee recipient, the source and the router.
    function _balances(Payment memory payment, address source) private view returns (uint256[] memory balances) {
        uint256 count = RandomPayment.RECIPIENTS;
        AnyToken token = AnyToken(payment.token);
        balances = new uint256[](count + 3);
        for (uint256 i; i < count; ++i) balances[i] = token.balanceOf(RandomPayment.recipient(i));
        balances[count] = token.balanceOf(FEE_RECIPIENT);
        balances[count + 1] = token.balanceOf(source);
        balances[count + 2] = token.balanceOf(address(router));
    }

    function _everything(Payment memory payment) private view returns (uint256 sum) {
        uint256[] memory balances = _balances(payment, payer);
        for (uint256 i; i < balances.length; ++i) {
            unchecked {
                sum += balances[i] * (i + 1);
            }
        }
        sum += AnyToken(payment.token).balanceOf(address(0xBAD));
    }

    function _same(uint256[] memory a, uint256[] memory b) private pure returns (bool) {
        return keccak256(abi.encode(a)) == keccak256(abi.encode(b));
    }

    /// @dev How the balance of the beneficiary changes, as the token treats everybody.
    function _scriptedDue(uint256 amount) private view returns (uint256) {
        Manner manner = ScriptedToken(tokens[4]).mannerTo(RandomPayment.recipient(0));
        if (manner == Manner.Honest) return amount;
        return manner == Manner.TakesOnePercent ? amount - amount / 100 : type(uint256).max;
    }

    function _tetherFee(uint256 amount) private view returns (uint256 fee) {
        EthereumTether tether = EthereumTether(tokens[1]);
        fee = (amount * tether.basisPointsRate()) / 10_000;
        if (fee > tether.maximumFee()) fee = tether.maximumFee();
    }
}
