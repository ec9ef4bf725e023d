// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {PlainToken} from "./PlainToken.sol";

/// @title PermitToken
/// @notice What the two USDT0 stand-ins share: EIP-2612 and a denylist that stops both ends of a transfer.
/// @dev For local chains and tests only.
abstract contract PermitToken is PlainToken {
    bytes32 private constant PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );

    mapping(address owner => uint256) public nonces;
    mapping(address account => bool) public isBlocked;

    error Expired(uint256 deadline);
    error InvalidSignature();
    error Blocked(address account);

    constructor(address owner_) PlainToken(owner_) {}

    function addToBlockedList(address account) external onlyOwner {
        isBlocked[account] = true;
    }

    function removeFromBlockedList(address account) external onlyOwner {
        isBlocked[account] = false;
    }

    function permit(
        address from,
        address spender,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        if (block.timestamp > deadline) revert Expired(deadline);
        bytes32 structHash = keccak256(abi.encode(PERMIT_TYPEHASH, from, spender, value, nonces[from]++, deadline));
        _checkSignature(from, structHash, abi.encodePacked(r, s, v));
        _approve(from, spender, value);
    }

    function DOMAIN_SEPARATOR() public view virtual returns (bytes32);

    function _checkSignature(address signer, bytes32 structHash, bytes memory signature) internal view {
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", DOMAIN_SEPARATOR(), structHash));
        if (!SignatureChecker.isValidSignatureNow(signer, digest, signature)) revert InvalidSignature();
    }

    function _transfer(address from, address to, uint256 amount) internal virtual override {
        if (isBlocked[from]) revert Blocked(from);
        if (isBlocked[to]) revert Blocked(to);
        super._transfer(from, to, amount);
    }
}
