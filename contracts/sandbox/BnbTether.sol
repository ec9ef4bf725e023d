// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title BnbTether
/// @notice Stands in for USDT on BNB Smart Chain (BSC-USD), which no npm package ships: a plain token with 18 decimals.
/// @dev For local chains and tests only.
contract BnbTether is PlainToken {
    string public constant name = "Tether USD";
    string public constant symbol = "USDT";
    uint8 public constant decimals = 18;

    constructor(address owner_) PlainToken(owner_) {}
}
