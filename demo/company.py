"""The demo company's house: markets, areas, people, stations, warehouses.

Only the orders, customers and goods come from real data (README.md); these people are invented.
Everything here is what a rule asks for: eight markets with who answers for them (R-023), a
secretary for each sales leader (R-112), two people wherever duties must lie apart (R-043).
"""

# market -> (name, responsible leader, BCR)
MARKETS = {
    "NE": ("东北 Northeast", "DIR", "chen"),
    "N": ("华北 North", "DIR", "chen"),
    "NW": ("西北 Northwest", "DIR", "chen"),
    "C": ("华中 Central", "DIR", "chen"),
    "SD": ("山东 Shandong", "DDIR", "li.na"),
    "E": ("华东 East", "DDIR", "li.na"),
    "S": ("华南 South", "DDIR", "li.na"),
    "SW": ("西南 Southwest", "DDIR", "li.na"),
}

# area -> (market, city, city in Latin letters, telephone prefix, days on the road)
AREAS = {
    "NE1": ("NE", "沈阳", "Shenyang", "024", 4), "NE2": ("NE", "哈尔滨", "Harbin", "0451", 5),
    "N1": ("N", "北京", "Beijing", "010", 2), "N2": ("N", "天津", "Tianjin", "022", 2),
    "NW1": ("NW", "西安", "Xi'an", "029", 4), "NW2": ("NW", "兰州", "Lanzhou", "0931", 5),
    "C1": ("C", "武汉", "Wuhan", "027", 3), "C2": ("C", "长沙", "Changsha", "0731", 3),
    "SD1": ("SD", "济南", "Jinan", "0531", 3), "SD2": ("SD", "青岛", "Qingdao", "0532", 3),
    "E1": ("E", "上海", "Shanghai", "021", 2), "E2": ("E", "杭州", "Hangzhou", "0571", 2),
    "S1": ("S", "广州", "Guangzhou", "020", 1), "S2": ("S", "深圳", "Shenzhen", "0755", 1),
    "SW1": ("SW", "成都", "Chengdu", "028", 4), "SW2": ("SW", "昆明", "Kunming", "0871", 5),
}

GM, DIR, DDIR = "zhou", "sun", "wu"
LEADER = {"DIR": DIR, "DDIR": DDIR}
SSGL, CSR, BCR2 = "li.na", "wang", "chen"
ADMIN, ADMIN2 = "admin", "xu"
FIN_PRINT, FIN_BOOK = "jin", "tang"
STO = "ma"

# login -> (name, role, unit or None)
PEOPLE = {
    ADMIN2: ("徐静 Xu Jing", "ADM", None),
    GM: ("周建国 Zhou Jianguo", "GM", None),
    DIR: ("孙立 Sun Li", "DIR", None),
    DDIR: ("吴敏 Wu Min", "DDIR", None),
    SSGL: ("李娜 Li Na", "SSGL", None),
    CSR: ("王芳 Wang Fang", "CSR", None),
    BCR2: ("陈静 Chen Jing", "BCR", None),
    FIN_PRINT: ("金蕾 Jin Lei", "FIN", None),
    FIN_BOOK: ("唐宁 Tang Ning", "FIN", None),
    STO: ("马强 Ma Qiang", "STO", None),
    "guo": ("郭涛 Guo Tao", "SCR", None),
    "he": ("何勇 He Yong", "SCR", None),
    "lin": ("林峰 Lin Feng", "WH", None),
    "luo": ("罗兵 Luo Bing", "WH", None),
    "pan": ("潘磊 Pan Lei", "WH", None),
    "tian": ("田刚 Tian Gang", "WH", None),
    "xie": ("谢芸 Xie Yun", "CLERK", None),
    "song": ("宋伟 Song Wei", "TECH", None),
    "han": ("韩冰 Han Bing", "SDM", None),
    "dong": ("董平 Dong Ping", "LEAD", None),
    "fang": ("方圆 Fang Yuan", "BRM", "E1"),
    "sr.yu": ("于洋 Yu Yang", "SR", "E2"),
    # market managers
    "zhao": ("赵敏 Zhao Min", "MM", "E"), "qian": ("钱进 Qian Jin", "MM", "N"),
    "feng": ("冯刚 Feng Gang", "MM", "NE"), "jiang": ("蒋欣 Jiang Xin", "MM", "NW"),
    "shen": ("沈浩 Shen Hao", "MM", "C"), "yang": ("杨帆 Yang Fan", "MM", "SD"),
    "zhu": ("朱琳 Zhu Lin", "MM", "S"), "qin": ("秦川 Qin Chuan", "MM", "SW"),
    # area managers
    "um.ne1": ("尤佳 You Jia", "UM", "NE1"), "um.ne2": ("许凯 Xu Kai", "UM", "NE2"),
    "um.n1": ("何洁 He Jie", "UM", "N1"), "um.n2": ("吕平 Lü Ping", "UM", "N2"),
    "um.nw1": ("施展 Shi Zhan", "UM", "NW1"), "um.nw2": ("张弛 Zhang Chi", "UM", "NW2"),
    "um.c1": ("孔亮 Kong Liang", "UM", "C1"), "um.c2": ("曹颖 Cao Ying", "UM", "C2"),
    "um.sd1": ("严谨 Yan Jin", "UM", "SD1"), "um.sd2": ("华清 Hua Qing", "UM", "SD2"),
    "um.e1": ("魏来 Wei Lai", "UM", "E1"), "um.e2": ("陶然 Tao Ran", "UM", "E2"),
    "um.s1": ("姜山 Jiang Shan", "UM", "S1"), "um.s2": ("戚风 Qi Feng", "UM", "S2"),
    "um.sw1": ("谢天 Xie Tian", "UM", "SW1"), "um.sw2": ("邹游 Zou You", "UM", "SW2"),
    # key-account managers
    "kam.ne1": ("柏杨 Bai Yang", "KAM", "NE1"), "kam.ne2": ("水生 Shui Sheng", "KAM", "NE2"),
    "kam.n1": ("窦文 Dou Wen", "KAM", "N1"), "kam.n2": ("章程 Zhang Cheng", "KAM", "N2"),
    "kam.nw1": ("云飞 Yun Fei", "KAM", "NW1"), "kam.nw2": ("苏醒 Su Xing", "KAM", "NW2"),
    "kam.c1": ("潘文 Pan Wen", "KAM", "C1"), "kam.c2": ("葛青 Ge Qing", "KAM", "C2"),
    "kam.sd1": ("范例 Fan Li", "KAM", "SD1"), "kam.sd2": ("彭湃 Peng Pai", "KAM", "SD2"),
    "kam.e1": ("郎月 Lang Yue", "KAM", "E1"), "kam.e2": ("鲁宁 Lu Ning", "KAM", "E2"),
    "kam.s1": ("韦一 Wei Yi", "KAM", "S1"), "kam.s2": ("昌盛 Chang Sheng", "KAM", "S2"),
    "kam.sw1": ("马跃 Ma Yue", "KAM", "SW1"), "kam.sw2": ("苗苗 Miao Miao", "KAM", "SW2"),
}

# The leader of the secretaries is also the BCR of four markets.
MORE_ROLES = [(SSGL, "BCR")]

# principal, delegate, role: a secretary signs for one leader only, while he is away
SECRETARIES = [(DDIR, SSGL, "DDIR"), (DIR, BCR2, "DIR"), (GM, CSR, "GM")]

# warehouse -> (name, shipment coordinator, keepers: two, so that a second person can check)
WAREHOUSES = {
    "GZ": ("广州成品库 Guangzhou", "guo", ("lin", "luo")),
    "BJ": ("北京成品库 Beijing", "he", ("pan", "tian")),
}
WAREHOUSE_OF = {"NE": "BJ", "N": "BJ", "NW": "BJ", "C": "BJ",
                "SD": "GZ", "E": "GZ", "S": "GZ", "SW": "GZ"}


def um(area):
    return "um." + area.lower()


def kam(area):
    return "kam." + area.lower()


def mm(market):
    return next(login for login, (_, role, unit) in PEOPLE.items()
                if role == "MM" and unit == market)


def leader(market):
    """Login of the market's responsible sales leader."""
    return LEADER[MARKETS[market][1]]


def station(area):
    return "ST-" + area
