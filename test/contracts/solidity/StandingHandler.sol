// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStandingDeposits, Standing} from "../../../contracts/interfaces/IStandingDeposits.sol";
import {StandingDeposits} from "../../../contracts/StandingDeposits.sol";
import {BnbTether} from "../../../contracts/sandbox/BnbTether.sol";
import {EthereumTether} from "../../../contracts/sandbox/EthereumTether.sol";
import {Manner, ScriptedToken} from "../../../contracts/test/ScriptedToken.sol";
import {RandomParts} from "./RandomParts.sol";
import {RandomPayment} from "./RandomPayment.sol";
import {vm} from "./Vm.sol";

interface Mintable {
    function mint(address to, uint256 amount) external;

    function balanceOf(address account) external view returns (uint256);
}

/// @notice Does to standing deposits whatever anybody could, and keeps its own books of what may not happen.
/// @dev Four tokens: the native one, a plain one, one without return values and with a fee that comes and goes, and one that denies, burns, lies
/// and calls back.
contract StandingHandler {
    address private constant FEE_RECIPIENT = address(0xFEE);
    uint256 private constant ACCOUNTS = RandomPayment.RECIPIENTS;

    StandingDeposits public standing;
    ScriptedToken private scripted;
    EthereumTether private tether;
    address[4] private tokens;
    Standing[] private drawn;
    uint256[4] private stray;
    /// @dev Which recipients the scripted token does not pay. The last is the fee recipient.
    mapping(uint256 account => bool) private denied;

    uint256 public inexact;
    uint256 public strayed;
    uint256 public movedByFailures;
    uint256 public enteredTwice;

    /// @notice What succeeded, so that a run in which nothing does can be told.
    uint256 public swept;
    uint256 public setAside;
    uint256 public collected;
    uint256 public calledBack;

    constructor() {
        vm.deal(address(this), 10 ** 24);
        standing = new StandingDeposits(100, FEE_RECIPIENT);
        scripted = new ScriptedToken();
        tether = new EthereumTether(address(this));
        tokens = [address(0), address(new BnbTether(address(this))), address(tether), address(scripted)];
    }

    /// @notice Sends money to an address, new or drawn before, and perhaps sweeps it as somebody.
    function deposit(uint256 seed, uint256 amount, bool again, bool sweeps, uint64 gasLimit) external {
        Standing memory terms = _draw(seed, again);
        uint256 index = seed % 4;
        amount = amount % (index == 0 ? 10 ** 15 : 2 ** 100);
        _mint(index, standing.addressOf(terms), amount);
        if (sweeps) _sweep(terms, index, seed, gasLimit);
    }

    /// @notice Sweeps an address drawn before, of any token.
    function sweep(uint256 seed, uint8 token, uint64 gasLimit) external {
        if (drawn.length > 0) _sweep(drawn[seed % drawn.length], token % 4, seed, gasLimit);
    }

    /// @notice Empties a box, by anybody or by its owner to somewhere else.
    function collect(uint256 seed, uint8 token, bool elsewhere) external {
        uint256 index = token % 4;
        address recipient = RandomPayment.recipient(seed);
        address to = elsewhere ? address(0xE15E) : recipient;
        address box = standing.boxOf(recipient);
        uint256 held = _balanceOf(index, box);
        uint256 before = _balanceOf(index, to);
        bool success;
        if (elsewhere) {
            vm.prank(recipient);
            (success, ) = address(standing).call(abi.encodeCall(IStandingDeposits.collectTo, (tokens[index], to)));
        } else {
            (success, ) = address(standing).call(abi.encodeCall(IStandingDeposits.collect, (recipient, tokens[index])));
        }
        if (success) {
            ++collected;
            if (_balanceOf(index, to) - before != held - _feeOf(index, held) || _balanceOf(index, box) != 0) ++strayed;
        } else if (_balanceOf(index, box) != held || _balanceOf(index, to) != before) ++movedByFailures;
        _checkCallBack();
    }

    /// @notice A stranger tries to empty somebody else's box into its own pocket.
    function steal(uint256 seed, uint8 token) external {
        uint256 index = token % 4;
        uint256 before = _balanceOf(index, address(0xBAD));
        vm.prank(address(0xBAD));
        (bool success, ) = address(standing).call(
            abi.encodeCall(IStandingDeposits.collectTo, (tokens[index], address(0xBAD)))
        );
        if (success || _balanceOf(index, address(0xBAD)) != before) ++strayed;
        address box = standing.boxOf(RandomPayment.recipient(seed));
        if (box.code.length == 0) return;
        vm.prank(address(0xBAD));
        (success, ) = box.call(abi.encodeWithSignature("release(address,address,uint256)", tokens[index], this, 0));
        if (success) ++strayed;
    }

    /// @notice The hostile token begins or ends to deny a recipient, in its own way each.
    function treat(uint256 seed, uint8 manner) external {
        Manner[4] memory manners = [Manner.Honest, Manner.Reverts, Manner.AnswersFalse, Manner.RevertsWithMuch];
        uint256 which = seed % (ACCOUNTS + 1);
        denied[which] = manner % 4 > 0;
        scripted.treat(which == ACCOUNTS ? FEE_RECIPIENT : RandomPayment.recipient(which), manners[manner % 4]);
    }

    /// @notice The hostile token calls back, in its n-th transfer from now, by any way into the contract.
    function arm(uint256 seed, uint8 nth, uint8 path, uint8 token) external {
        if (drawn.length > 0) _arm(drawn[seed % drawn.length], seed, nth, path, token % 4);
    }

    /// @notice Sweeps the hostile token, which calls back in the middle, where another address holds something that could be swept.
    function reenter(uint256 seed, uint64 amount, uint8 nth, uint8 path, uint8 token) external {
        Standing memory terms = _draw(seed, false);
        Standing memory other = _draw(RandomPayment.word(seed, "other"), false);
        uint256 held = 10_000 + (amount % 10 ** 15);
        _mint(3, standing.addressOf(terms), held);
        _mint(token % 4, standing.addressOf(other), held);
        _arm(other, seed, nth, path, token % 4);
        _sweep(terms, 3, seed, 3_000_000);
    }

    /// @notice Somebody sends a token to the contract by mistake.
    function mistake(uint8 token, uint64 amount) external {
        uint256 index = token % 4;
        if (index == 0) {
            (bool success, ) = address(standing).call{value: amount % 1000}("");
            if (success) ++strayed;
        } else {
            Mintable(tokens[index]).mint(address(standing), amount);
            stray[index] += amount;
        }
    }

    /// @notice Switches the fee of the token that has one.
    function switchFee(uint8 basisPoints) external {
        tether.setParams(basisPoints % 20, 49);
    }

    function passTime(uint32 time) external {
        vm.warp(block.timestamp + time);
    }

    /// @notice Whether the contract holds anything but what somebody sent by mistake.
    function keepsNothing() external view returns (bool keeps) {
        keeps = true;
        for (uint256 i; i < 4; ++i) keeps = keeps && _balanceOf(i, address(standing)) == stray[i];
    }

    function _arm(Standing memory other, uint256 seed, uint8 nth, uint8 path, uint256 index) private {
        address token = tokens[index];
        bytes memory data = abi.encodeCall(IStandingDeposits.sweep, (other, token));
        if (path % 3 == 1) data = abi.encodeCall(IStandingDeposits.collect, (RandomPayment.recipient(seed), token));
        if (path % 3 == 2) data = abi.encodeCall(IStandingDeposits.collectTo, (token, address(0xBAD)));
        scripted.callBackIn(1 + (nth % 9), address(standing), data);
    }

    function _draw(uint256 seed, bool again) private returns (Standing memory terms) {
        if (again && drawn.length > 0) return drawn[seed % drawn.length];
        uint256 chain = RandomPayment.word(seed, "chain") % 4;
        terms = Standing(
            bytes32(seed),
            chain == 0
                ? block.chainid + 1
                : chain == 1
                    ? block.chainid
                    : 0,
            RandomParts.draw(seed)
        );
        drawn.push(terms);
    }

    /// @dev Sweeps with any gas, and compares all that moved with the money rule: each part is at its recipient or, exactly where the token denies it,
    /// in its box.
    function _sweep(Standing memory terms, uint256 index, uint256 seed, uint64 gasLimit) private {
        uint256[] memory expected = _balances(terms, index);
        uint256 total = expected[2 * ACCOUNTS + 2];
        bool foreign = terms.chainId != 0 && terms.chainId != block.chainid;
        address caller = seed % 3 == 0 ? terms.parts[0].recipient : address(uint160(seed | 1));
        vm.prank(caller);
        (bool success, ) = address(standing).call{gas: 200_000 + (gasLimit % 4_000_000)}(
            abi.encodeCall(IStandingDeposits.sweep, (terms, tokens[index]))
        );
        if (success) {
            ++swept;
            bool allowed = !foreign || (terms.parts.length == 1 && caller == terms.parts[0].recipient);
            if (!allowed || total < 10_000 || _feeOf(index, total) > 0) ++strayed;
            (uint256[] memory net, uint256 fee) = RandomParts.amountsOf(terms.parts, total);
            for (uint256 i; i < net.length; ++i) _credit(expected, index, _indexOf(terms.parts[i].recipient), net[i]);
            _credit(expected, index, ACCOUNTS, fee);
            expected[2 * ACCOUNTS + 2] = 0;
        }
        if (keccak256(abi.encode(expected)) != keccak256(abi.encode(_balances(terms, index)))) {
            success ? ++inexact : ++movedByFailures;
        }
        _checkCallBack();
    }

    function _credit(uint256[] memory expected, uint256 index, uint256 who, uint256 amount) private {
        bool boxed = index == 3 && denied[who] && amount > 0;
        if (boxed) ++setAside;
        expected[boxed ? ACCOUNTS + 1 + who : who] += amount;
    }

    function _indexOf(address recipient) private pure returns (uint256) {
        return uint160(recipient) - 0xBEEF0000;
    }

    /// @dev Whoever calls back finds the door locked.
    function _checkCallBack() private {
        if (scripted.called()) ++calledBack;
        if (scripted.succeeded()) ++enteredTwice;
    }

    /// @dev Of every possible recipient and the fee recipient, of their boxes, and of the terms' address.
    function _balances(Standing memory terms, uint256 index) private view returns (uint256[] memory balances) {
        balances = new uint256[](2 * ACCOUNTS + 3);
        for (uint256 i; i <= ACCOUNTS; ++i) {
            address account = i == ACCOUNTS ? FEE_RECIPIENT : RandomPayment.recipient(i);
            balances[i] = _balanceOf(index, account);
            balances[ACCOUNTS + 1 + i] = _balanceOf(index, standing.boxOf(account));
        }
        balances[2 * ACCOUNTS + 2] = _balanceOf(index, standing.addressOf(terms));
    }

    function _mint(uint256 index, address to, uint256 amount) private {
        if (index > 0) return Mintable(tokens[index]).mint(to, amount);
        (bool success, ) = to.call{value: amount}("");
        if (!success) ++strayed;
    }

    function _balanceOf(uint256 index, address account) private view returns (uint256) {
        return index == 0 ? account.balance : Mintable(tokens[index]).balanceOf(account);
    }

    function _feeOf(uint256 index, uint256 amount) private view returns (uint256 fee) {
        if (index != 2) return 0;
        fee = (amount * tether.basisPointsRate()) / 10_000;
        if (fee > tether.maximumFee()) fee = tether.maximumFee();
    }
}
