// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ISplitter} from "./ISplitter.sol";

/// @notice One recipient of any sum, by its part of it.
/// @param recipient Who is paid. Neither zero nor the contract that pays.
/// @param bps Gross, in basis points of the sum, before the fee.
struct Part {
    address recipient;
    uint16 bps;
}

/// @title IPartSplitter
/// @notice What the contracts that divide any sum by fixed parts have in common.
interface IPartSplitter is ISplitter {
    /// @notice The parts do not sum to 10,000 basis points.
    /// @param bps What they sum to.
    error InvalidParts(uint256 bps);
}
