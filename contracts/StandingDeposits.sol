// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {DepositAddress} from "./DepositAddress.sol";
import {IStandingDeposits, Standing} from "./interfaces/IStandingDeposits.sol";
import {Part} from "./interfaces/IPartSplitter.sol";
import {DepositAddresses} from "./libraries/DepositAddresses.sol";
import {Split} from "./libraries/Split.sol";
import {StandingHash} from "./libraries/StandingHash.sol";
import {PartSplitter} from "./PartSplitter.sol";
import {Splitter} from "./Splitter.sol";

/// @title StandingDeposits
/// @notice One address for ever, whose balance can go to one fixed split and nowhere else.
/// @dev Nobody has any power over it: no owner, no upgrade, no pause. It has no storage but a transient lock, so there is nothing to
/// corrupt and nothing to replay, and it keeps no funds between transactions.
///
/// A recipient that cannot be paid must not freeze an address that stays, so its money goes to its box, a clone that can only ever pay
/// that recipient.
contract StandingDeposits is IStandingDeposits, PartSplitter, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using StandingHash for Standing;

    /// @dev Below this, rounding would favour one side, and every part of one basis point is at least one unit.
    uint256 private constant MIN_SWEEP = 10_000;

    /// @dev What every try of a transfer gets, whatever the caller gave: a recipient can use no more of it, and no caller can give less.
    uint256 private constant TRY_GAS = 250_000;

    /// @dev What must be there before a try: the call itself may cost 37,000, for native token to an account that is not there yet.
    uint256 private constant MIN_GAS = 300_000;

    /// @notice The code that deposit addresses and boxes are clones of.
    address public immutable DEPOSIT_ADDRESS_CODE;

    /// @notice What is fixed at deployment.
    /// @param feeBps The fee in basis points, for ever.
    /// @param feeRecipient Who gets it, for ever.
    constructor(uint256 feeBps, address feeRecipient) Splitter(feeBps, feeRecipient) {
        DEPOSIT_ADDRESS_CODE = address(new DepositAddress());
    }

    /// @notice A sweep takes native token from the deposit address through here. What others send would be lost.
    receive() external payable {
        if (!_reentrancyGuardEntered()) revert NativeTokenRefused(msg.sender);
    }

    /// @inheritdoc IStandingDeposits
    function sweep(Standing calldata standing, address token) external nonReentrant {
        Part[] calldata parts = standing.parts;
        _checkParts(parts);
        _checkChain(standing);
        bytes32 standingId = standing.hash();
        (address deposit, uint256 total) = _fetch(standingId, token);

        uint256 fee = total;
        uint256 bpsBefore;
        // No net is above its gross amount, and the gross amounts sum to the total.
        unchecked {
            for (uint256 i; i < parts.length; ++i) {
                Part calldata part = parts[i];
                address recipient = part.recipient;
                if (recipient == deposit) revert InvalidRecipient(i);
                uint256 bps = part.bps;
                uint256 net = Split.netOf(Split.grossOf(total, bpsBefore, bps), FEE_BPS);
                bpsBefore += bps;
                fee -= net;
                _give(standingId, token, recipient, net);
            }
        }
        if (fee > 0) _give(standingId, token, FEE_RECIPIENT, fee);
        emit Swept(standingId, token, parts[0].recipient, total, fee);
    }

    /// @inheritdoc IStandingDeposits
    function collect(address recipient, address token) external nonReentrant {
        _emptyBox(recipient, token, recipient);
    }

    /// @inheritdoc IStandingDeposits
    function collectTo(address token, address to) external nonReentrant {
        _emptyBox(msg.sender, token, to);
    }

    /// @inheritdoc IStandingDeposits
    function addressOf(Standing calldata standing) external view returns (address) {
        _checkParts(standing.parts);
        return DepositAddresses.predict(DEPOSIT_ADDRESS_CODE, standing.hash());
    }

    /// @inheritdoc IStandingDeposits
    function standingIdOf(Standing calldata standing) external pure returns (bytes32) {
        return standing.hash();
    }

    /// @inheritdoc IStandingDeposits
    function boxOf(address recipient) public view returns (address) {
        return DepositAddresses.predict(DEPOSIT_ADDRESS_CODE, _boxSalt(recipient));
    }

    /// @notice Refuses terms of another chain, unless the caller is their one recipient.
    /// @dev Where a recipient is a contract that does not stand on another chain, somebody else may come to stand there.
    /// @param standing The terms, whose parts are checked.
    function _checkChain(Standing calldata standing) private view {
        uint256 chainId = standing.chainId;
        if (chainId == 0 || chainId == block.chainid) return;
        if (standing.parts.length > 1) revert WrongChain(chainId);
        if (msg.sender != standing.parts[0].recipient) revert NotBeneficiary(msg.sender);
    }

    /// @notice Moves all that the deposit address holds here, and measures that it came: the largest transfer of all, to somebody who collects
    /// no fee of any token's.
    /// @param standingId Whose address.
    /// @param token Of what; zero for the native token.
    /// @return deposit The address.
    /// @return total What it held.
    function _fetch(bytes32 standingId, address token) private returns (address deposit, uint256 total) {
        DepositAddress clone = DepositAddresses.open(DEPOSIT_ADDRESS_CODE, standingId);
        deposit = address(clone);
        total = DepositAddresses.balanceOf(token, deposit);
        if (total < MIN_SWEEP) revert BalanceTooSmall(total, MIN_SWEEP);
        if (total > Split.MAX_AMOUNT) revert AmountTooLarge(0);
        uint256 before = DepositAddresses.balanceOf(token, address(this));
        clone.release(IERC20(token), address(this), total);
        // A balance that fell wraps, and is never equal.
        unchecked {
            if (DepositAddresses.balanceOf(token, address(this)) - before != total) {
                revert InexactTransfer(address(this));
            }
        }
    }

    /// @notice Pays a recipient, or its box where that fails.
    /// @param standingId For the event.
    /// @param token What is moved; zero for the native token.
    /// @param recipient Who is paid.
    /// @param amount In base units, or wei.
    function _give(bytes32 standingId, address token, address recipient, uint256 amount) private {
        uint256 left = gasleft();
        unchecked {
            if ((left * 63) / 64 <= MIN_GAS) revert NotEnoughGas(left);
        }
        if (_tryTransfer(token, recipient, amount)) return;
        address box = boxOf(recipient);
        if (token == address(0)) Address.sendValue(payable(box), amount);
        else IERC20(token).safeTransfer(box, amount);
        emit PartSetAside(standingId, token, recipient, amount);
    }

    /// @notice Tries a transfer with a bound on its gas, and never reverts.
    /// @dev Neither the gas that a recipient burns nor the data that it answers with can harm the others. A token has code here: it said
    /// what the deposit address holds.
    /// @param token What is moved; zero for the native token.
    /// @param to Who is paid.
    /// @param amount In base units, or wei.
    /// @return success Whether it succeeded, and a token that answers answered true.
    function _tryTransfer(address token, address to, uint256 amount) private returns (bool success) {
        if (token == address(0)) {
            // solhint-disable-next-line no-inline-assembly
            assembly ("memory-safe") {
                success := call(TRY_GAS, to, amount, 0, 0, 0, 0)
            }
        } else {
            // solhint-disable-next-line no-inline-assembly
            assembly ("memory-safe") {
                // transfer(to, amount), in scratch space and the upper bytes of the free memory pointer, which are zero again afterwards.
                mstore(0x14, to)
                mstore(0x34, amount)
                mstore(0x00, 0xa9059cbb000000000000000000000000)
                success := call(TRY_GAS, token, 0, 0x10, 0x44, 0, 0x20)
                mstore(0x34, 0)
                // Some tokens return nothing.
                success := and(success, or(iszero(returndatasize()), and(gt(returndatasize(), 0x1f), eq(mload(0), 1))))
            }
        }
    }

    /// @notice Sends all that a recipient's box holds.
    /// @param recipient Whose box.
    /// @param token Of what; zero for the native token.
    /// @param to Neither zero nor this contract.
    function _emptyBox(address recipient, address token, address to) private {
        if (to == address(0) || to == address(this)) revert InvalidDestination(to);
        DepositAddress box = DepositAddresses.open(DEPOSIT_ADDRESS_CODE, _boxSalt(recipient));
        uint256 held = DepositAddresses.balanceOf(token, address(box));
        if (held == 0) revert NothingToCollect(recipient);
        box.release(IERC20(token), to, held);
    }

    /// @notice What a box stands for. It is no hash of terms, so that no standing deposit is at a box.
    /// @param recipient Whose box.
    /// @return The CREATE2 salt.
    function _boxSalt(address recipient) private pure returns (bytes32) {
        return keccak256(abi.encodePacked("box", recipient));
    }
}
