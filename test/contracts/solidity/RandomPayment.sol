// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Payment} from "../../../contracts/interfaces/IPaymentRouter.sol";
import {Share} from "../../../contracts/interfaces/ISplitter.sol";

/// @notice Payments drawn from a seed: one to six shares of one unit up to 2^128, of every order of magnitude, to few recipients so that some
/// of them meet again.
library RandomPayment {
    uint256 internal constant RECIPIENTS = 9;

    /// @dev The `index`-th recipient; nobody else's address.
    function recipient(uint256 index) internal pure returns (address) {
        return address(uint160(0xBEEF0000 + (index % RECIPIENTS)));
    }

    function draw(uint256 seed, address token, uint256 deadline) internal view returns (Payment memory payment) {
        Share[] memory shares = new Share[](1 + (word(seed, "count") % 6));
        for (uint256 i; i < shares.length; ++i) {
            uint256 bits = word(seed, "bits", i) % 129;
            uint256 amount = word(seed, "amount", i) % (2 ** bits);
            shares[i] = Share(recipient(word(seed, "recipient", i)), amount == 0 ? 1 : amount);
        }
        payment = Payment(bytes32(word(seed, "uuid") >> 128), block.chainid, token, deadline, address(0), shares);
        if (word(seed, "refund") % 2 == 0) payment.refundTo = recipient(word(seed, "refundTo"));
    }

    function word(uint256 seed, string memory purpose) internal pure returns (uint256) {
        return word(seed, purpose, 0);
    }

    function word(uint256 seed, string memory purpose, uint256 index) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, purpose, index)));
    }
}
