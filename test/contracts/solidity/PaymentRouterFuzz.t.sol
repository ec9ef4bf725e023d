// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Payment} from "../../../contracts/interfaces/IPaymentRouter.sol";
import {ISplitter} from "../../../contracts/interfaces/ISplitter.sol";
import {IPermit2} from "../../../contracts/interfaces/IPermit2.sol";
import {PaymentRouter} from "../../../contracts/PaymentRouter.sol";
import {BnbTether} from "../../../contracts/sandbox/BnbTether.sol";
import {RandomPayment} from "./RandomPayment.sol";
import {check} from "./Vm.sol";

/// @notice The money rule for any payment: 10,000 of them in `npm test`, a million in `npm run test:deep`.
contract PaymentRouterFuzz {
    address private constant FEE_RECIPIENT = address(0xFEE);

    PaymentRouter private router;
    BnbTether private token;
    mapping(address account => uint256) private due;

    function setUp() public {
        router = new PaymentRouter(100, FEE_RECIPIENT, IPermit2(address(0)));
        token = new BnbTether(address(this));
        token.approve(address(router), type(uint256).max);
    }

    /// @dev sum(net) + fee == sum(amount); every recipient gets exactly its net; the fee recipient exactly the fee; the router nothing.
    function testFuzz_everyRecipientIsPaidToTheUnit(uint256 seed) public {
        Payment memory payment = RandomPayment.draw(seed, address(token), block.timestamp);
        (uint256 total, uint256 fee, uint256[] memory net) = router.amountsOf(payment);
        uint256 sum = fee;
        for (uint256 i; i < net.length; ++i) {
            uint256 amount = payment.shares[i].amount;
            check(amount - net[i] == amount / 100, "the fee on a share is one per cent, rounded down");
            due[payment.shares[i].recipient] += net[i];
            sum += net[i];
        }
        check(sum == total, "nets and fee sum to the total");

        token.mint(address(this), total);
        router.pay(payment);

        for (uint256 i; i < RandomPayment.RECIPIENTS; ++i) {
            address account = RandomPayment.recipient(i);
            check(token.balanceOf(account) == due[account], "a recipient got exactly its nets");
        }
        check(token.balanceOf(FEE_RECIPIENT) == fee, "the fee recipient got exactly the fee");
        check(token.balanceOf(address(this)) == 0, "the payer paid exactly the total");
        check(token.balanceOf(address(router)) == 0, "the router kept nothing");
        check(router.isSettled(router.paymentIdOf(payment)), "the payment is settled");
    }

    /// @dev Two payments drawn apart never share an id, and one payment never has two.
    function testFuzz_idsDoNotCollide(uint256 seed, uint256 other) public view {
        Payment memory payment = RandomPayment.draw(seed, address(token), seed);
        Payment memory another = RandomPayment.draw(other, address(token), other);
        bool sameTerms = keccak256(abi.encode(payment)) == keccak256(abi.encode(another));
        check((router.paymentIdOf(payment) == router.paymentIdOf(another)) == sameTerms, "an id stands for its terms");
        check(
            (router.depositAddressOf(payment) == router.depositAddressOf(another)) == sameTerms,
            "a deposit address stands for its terms"
        );
    }

    /// @dev A share above the bound is refused before anything overflows.
    function testFuzz_sharesAboveTheBoundAreRefused(uint256 seed, uint256 amount) public {
        Payment memory payment = RandomPayment.draw(seed, address(token), block.timestamp);
        uint256 index = seed % payment.shares.length;
        if (amount <= 2 ** 128) amount = type(uint256).max - amount;
        payment.shares[index].amount = amount;
        try router.pay(payment) {
            check(false, "a share above 2^128 was paid");
        } catch (bytes memory reason) {
            bytes memory expected = abi.encodeWithSelector(ISplitter.AmountTooLarge.selector, index);
            check(keccak256(reason) == keccak256(expected), "the refusal names the share");
        }
    }
}
