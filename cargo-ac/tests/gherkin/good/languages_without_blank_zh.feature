# language: zh-CN
功能: 名
  场景: 一
    假如甲
    当 乙
    那么丙
    而且丁
    但是戊
