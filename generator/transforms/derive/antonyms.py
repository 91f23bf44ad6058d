"""Opposites of general language: words whose exchange makes a true sentence false."""

from __future__ import annotations

_PAIRS = """
增大 减小
增加 减少
增长 减少
增强 减弱
升高 降低
提高 降低
上升 下降
变大 变小
变快 变慢
变高 变低
变长 变短
最大化 最小化
最大 最小
最高 最低
最长 最短
大于 小于
高于 低于
多于 少于
快于 慢于
优于 劣于
更快 更慢
更大 更小
更高 更低
更多 更少
更强 更弱
更长 更短
较快 较慢
较大 较小
较高 较低
较多 较少
偏大 偏小
偏高 偏低
同步 异步
可变 不可变
有序 无序
有状态 无状态
有监督 无监督
面向连接 无连接
线性 非线性
阻塞 非阻塞
对称 非对称
凸 非凸
静态 动态
长期 短期
局部 全局
稀疏 稠密
稀疏 平滑
串行 并行
单向 双向
连续 离散
显式 隐式
主动 被动
乐观 悲观
正相关 负相关
正比 反比
先验 后验
绝对值 平方
升序 降序
递增 递减
入栈 出栈
先进先出 后进先出
吸收 释放
吸热 放热
氧化 还原
收缩 舒张
流入 流出
供给 需求
横向 纵向
水平 垂直
increase decrease
increases decreases
increasing decreasing
higher lower
faster slower
larger smaller
greater smaller
stronger weaker
longer shorter
maximum minimum
maximize minimize
maximizes minimizes
highest lowest
largest smallest
synchronous asynchronous
mutable immutable
ordered unordered
linear nonlinear
static dynamic
local global
serial parallel
blocking non-blocking
optimistic pessimistic
symmetric asymmetric
encrypt decrypt
stateful stateless
connection-oriented connectionless
ascending descending
continuous discrete
positively negatively
absorbs releases
"""
_NAMES = """
训练时 测试时
训练阶段 测试阶段
训练集 测试集
过拟合 欠拟合
过采样 欠采样
编码器 解码器
编译时 运行时
用户态 内核态
客户端 服务端
发送方 接收方
生产者 消费者
公钥 私钥
动脉 静脉
显性 隐性
sender receiver
client server
"""


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, _, second in (line.partition(" ") for line in text.split("\n") if line))


ANTONYMS = _pairs(_PAIRS)
"""Opposite properties and changes; either word may be exchanged for the other."""

OPPOSITE_NAMES = _pairs(_NAMES)
"""Opposite things: what is true of one may be true of the other as well, as it may of any two things compared."""

NEGATIONS = "非不无未没反逆"
"""A word after one of these is (half of) its own opposite."""
