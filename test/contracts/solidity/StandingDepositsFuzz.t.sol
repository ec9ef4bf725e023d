// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Part} from "../../../contracts/interfaces/IPartSplitter.sol";
import {Standing} from "../../../contracts/interfaces/IStandingDeposits.sol";
import {StandingDeposits} from "../../../contracts/StandingDeposits.sol";
import {BnbTether} from "../../../contracts/sandbox/BnbTether.sol";
import {RandomParts} from "./RandomParts.sol";
import {RandomPayment} from "./RandomPayment.sol";
import {check} from "./Vm.sol";

/// @notice Sweeps of any balance by any split.
contract StandingDepositsFuzz {
    address private constant FEE_RECIPIENT = address(0xFEE);

    StandingDeposits private standing;
    BnbTether private token;
    mapping(address account => uint256) private due;

    function setUp() public {
        standing = new StandingDeposits(100, FEE_RECIPIENT);
        token = new BnbTether(address(this));
    }

    /// @dev Everybody gets exactly its net of its cumulative gross amount, the fee recipient the rest; nothing stays anywhere.
    function testFuzz_everyPartIsPaidToTheUnit(uint256 seed, uint256 amount) public {
        Part[] memory parts = RandomParts.draw(seed);
        Standing memory terms = Standing(bytes32(seed), 0, parts);
        uint256 total = 10_000 + (amount % (2 ** (amount % 128)));
        (uint256[] memory net, uint256 fee) = RandomParts.amountsOf(parts, total);
        uint256 sum = fee;
        for (uint256 i; i < net.length; ++i) {
            check(net[i] > 0, "no part of a sweep is of nothing");
            due[parts[i].recipient] += net[i];
            sum += net[i];
        }
        check(sum == total, "nets and fee sum to the balance");

        address deposit = standing.addressOf(terms);
        token.mint(deposit, total);
        standing.sweep(terms, address(token));

        for (uint256 i; i < RandomPayment.RECIPIENTS; ++i) {
            address account = RandomPayment.recipient(i);
            check(token.balanceOf(account) == due[account], "a recipient got exactly its nets");
        }
        check(token.balanceOf(FEE_RECIPIENT) == fee, "the fee recipient got exactly the fee");
        check(token.balanceOf(deposit) == 0, "the address is empty");
        check(token.balanceOf(address(standing)) == 0, "the contract kept nothing");
    }

    /// @dev Terms drawn apart never share an id or an address.
    function testFuzz_idsDoNotCollide(uint256 seed, uint256 other) public view {
        Standing memory terms = Standing(bytes32(seed % 3), other % 3, RandomParts.draw(seed));
        Standing memory others = Standing(bytes32(other % 3), seed % 3, RandomParts.draw(other));
        bool same = keccak256(abi.encode(terms)) == keccak256(abi.encode(others));
        check((standing.standingIdOf(terms) == standing.standingIdOf(others)) == same, "an id stands for its terms");
        check((standing.addressOf(terms) == standing.addressOf(others)) == same, "an address stands for its terms");
    }
}
