// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Part} from "../../../contracts/interfaces/IPartSplitter.sol";
import {RandomPayment} from "./RandomPayment.sol";

/// @notice Splits in proportions drawn from a seed: one to six parts that sum to the whole, of one basis point up to all of it, to the few
/// recipients of `RandomPayment`.
library RandomParts {
    function draw(uint256 seed) internal pure returns (Part[] memory parts) {
        uint256 count = 1 + (RandomPayment.word(seed, "parts") % 6);
        parts = new Part[](count);
        uint256 left = 10_000;
        for (uint256 i; i < count; ++i) {
            // One for each that comes after must be left.
            uint256 most = left - (count - 1 - i);
            uint256 bits = RandomPayment.word(seed, "bits", i) % 15;
            uint256 bps = 1 + (RandomPayment.word(seed, "bps", i) % (2 ** bits));
            if (i == count - 1 || bps > most) bps = most;
            left -= bps;
            parts[i] = Part(RandomPayment.recipient(RandomPayment.word(seed, "recipient", i)), uint16(bps));
        }
    }

    /// @notice The money rule again, by other words: what each part gets of a total, and the fee of one per cent.
    function amountsOf(Part[] memory parts, uint256 total) internal pure returns (uint256[] memory net, uint256 fee) {
        net = new uint256[](parts.length);
        uint256 paid;
        uint256 upTo;
        for (uint256 i; i < parts.length; ++i) {
            upTo += parts[i].bps;
            uint256 gross = (total * upTo) / 10_000 - paid;
            paid += gross;
            net[i] = gross - gross / 100;
            fee += gross / 100;
        }
    }
}
