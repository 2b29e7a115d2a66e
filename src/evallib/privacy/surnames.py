"""Surnames (姓) and given names (名): the signs that names are made of.

No list of names: a name is a surname with one or two signs, and what stands round it decides. The words that only
begin like a name are in common_words.txt (frequent words after the dictionary of jieba, MIT licence).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

#: The surnames of most people.
COMMON = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤"
    "尹黎易常武乔贺赖龚文肖庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单"
    "包司柏宁柯阮桂"
)
SURNAMES = COMMON + (
    "褚喻水窦云奚郎昌凤花酆廉岑滕邬乐时皮卞元平穆和湛禹狄米贝明臧计伏茅舒蓝闵麻强娄危刁骆郜逄亓佘佟冼仉冮靖车巩敖闫侍苑修练鞠苟揭肇邸晁阚展衡咸籍楚原闾俸郁戈蔺屠蒙阴胥双莘贡逢姬扶堵宰郦"
    "雍郤璩桑濮寿通干解应宗宣杭诸吉钮荀羊惠封储糜松井富巫乌巴弓牧隗山全郗班仰秋仲伊宫栾暴斜厉戎符束幽韶蓟印宿怀蒲邰从鄂索卓池能苍闻党劳冉边扈燕冀郏浦尚农别晏柴瞿充慕连茹习宦艾鱼容古慎庾"
    "终暨居步都满弘匡国寇广禄阙东沃利蔚越夔隆师厍勾融冷訾那简饶空毋沙乜养须丰巢蒯相荆红竺权逯盖益桓公仝降宓庹付代占仇英晋候尧丛岩么普鹿由才扬仓门初户战楼来兆亢母依衣仵光冶"
)
COMPOUND = (
    "欧阳|司马|上官|诸葛|夏侯|东方|尉迟|皇甫|公孙|慕容|令狐|司徒|端木|万俟|闻人|赫连|宇文|长孙|司空|淳于|轩辕|揭阳"
)
#: Surnames that stand more often for a word: they need more than a role beside them.
WORDS = frozenset(
    "东丰么乌习于云井从仓付代伏位依修候元充光全公养农冷初利别包单占卫印危厉原双司向和咸国宣宿富居展山左师常干平广应强怀成战户才扬文时昌明普景暴权束来查植楚楼步母水沙游满牧班由申益盖盛相"
    "空简索红终能花英薄衣解计谷费越路车边连通那都门降隆须鱼"
)
#: Signs that given names are made of; not the whole language, but most of who is alive.
GIVEN = frozenset(
    "某大小来铁一丁三丑世丙业东丝中丰丹丽义乐乔乙书二云五亚亨亮仁代仪仲伟伦伯佑余佳侠侨俊俏俐保信俭修倩倬健偲傲儒允元兆光六兰兴兵典冉军冠冬冰净凇凌凝凡凤凯凰刃列刚利力励劲勇勉勋勤北十千升卉华卓南"
    "博卫卯卿厚友双发叔召可叶司吉名君吟含周咏品哥哲唯商善喆喜嘉四囡园国圆圣坚坤垚培基堂塔墨士壬壮夏多天夫奇契奕好如妍妙妞妮妹姐姑姗姝姣姿威娃娅娆娇娜娟娣娥娴婉婕婵婷媚媛媳嫂嫣子孜孝孟季"
    "学孺宁宇守安宏宗官宜宝实宣宥宸容宾寅密富寒寓察寿封将尉尔尚尧尼展山屹岚岩岭岱岳峥峰峻崇崎嵩巍川州巧巨己帅帆师希帝常平幸广庄庆庚康廉延建异弈弘弟弦强彤彦彩彪彬彰影彻循微德心忆志忠快念"
    "怀思怡性恒恩恬恺悟悦情惟惠想愉愿慈慕慧慷懿戈戊戎成才扬承抒抱拓招振捷掌政敏敬文斌斐斯新方施旋日旭旺昂昆昇昊昌明易昕星映春昱显晓晖晗晟晨普景晴晶智暄暖暮曙曦曼月朋朗望朝木本朱杉李杏杰"
    "松林果枝枫柏柔柯柱柳标栋栩根格桂桃桐桓桦梁梅梓梦梨棋森植椿楚楠楷榆榕榜槐模樱欢欣歆歌正武殿毅毓毛民水永求汉汐江池汤沁沂沅沈沐沙沛河泉泊泓法波泰泳泽洁洋洛津洪洲济浓浙浦浩浪海涓涛润涵"
    "淇淋淑深淳淼清渊渝渤温港渲游湉湖湘湛源溢溪滔滢滨漪漫潇潔潭潮澄澈澍澎澜濛濡瀚灏灵灿炅炎炜炫炬炳烁烈烨热焕然煊煌煜照熊熙熠燕爱爽牧特献玄率玉王玥玫玮环玲珂珈珊珍珏珠珩琅琛琢琦琨琪琬琰"
    "琳琴琼瑄瑗瑛瑜瑞瑟瑰瑶瑾璇璐璞璟璧瓒甜生甫田甲画畅癸白皓盈益盛盼真睦睿知石砚硕碧磊磐礼祎祐祖祝祥祯祺禄禅福禹秀秉秋科秦穆空立竞童端竹笑笙笛策筠简籽粒精素紫红纪纯纲细绍经继绮维绿缘罡"
    "美羽翊翎翔翠翰耀老耻聆聪聿肃肖胜胤腊腾自致臻舒舜舞舟航良艳艺艾节芃芊芙芝芦芬芮花芳芷芸芹苏苑苒苓苗若英茂范茜茵茹荃荔荟荣荫荷莉莎莲莹莺菀菁菊菡菲萌萍萱葵蒙蓁蓉蓓蓝蔓蔚蔷蕊蕙蕴蕾薇薛"
    "薪薰藏虎虹蝶衣裔裕西誉讯诗诚诺谆谊谦谷豪豫豹贝贞财贤质贵贺赋赐赞赫赵超越跃轩轶辅辉辛辰迅迎进远迪逊逢逵逸遂遇遥邦邻郁郡重野金釜鉴銮鑫钊钏钓钟钤钦钧钰铃铎铭铮银锁锋锐锡锦锴镕长闵闻阔"
    "阳阿际陆陶隆雁雄雅集雨雪雯雷霄霆震霏霖霜霞露青靖静韦韩韬音韵顶顷项顺颂颖颜风飏飒飞香馥驭驰驹驿骁骏骥高魁鱼鲁鲲鸣鸥鸽鸿鹏鹤鹰麟黎默黛鼎齐龄龙"
)  # fmt: skip
#: Signs of names in the traditional spelling (繁体), as the simplified one; sign by sign, so that places stay the same.
TRADITIONAL = str.maketrans(
    "張陳劉楊趙黃吳孫鄭馮韓蕭鄧許傅呂蘇盧蔣賈魏薛葉閻鐘譚鄒陸顧龍萬錢湯賴龔魯馬羅謝潘範廣嚴溫寧莊齊歐國華麗偉強軍傑鵬飛紅蘭鳳蓮瑩瓊芬雲東漢進勝慶榮義禮誠賢貴寶銀鐵鋼劍鋒鑫廬關單喬賀畢聶費紀項閔"
    "電話號碼證護賬戶車牌聯繫絡訴舉報業師長經負責請實給說動樓棟單幢門廣東華為來對與個們時開過還應該願",
    "张陈刘杨赵黄吴孙郑冯韩萧邓许傅吕苏卢蒋贾魏薛叶阎钟谭邹陆顾龙万钱汤赖龚鲁马罗谢潘范广严温宁庄齐欧国华丽伟强军杰鹏飞红兰凤莲莹琼芬云东汉进胜庆荣义礼诚贤贵宝银铁钢剑锋鑫庐关单乔贺毕聂费纪项闵"
    "电话号码证护账户车牌联系络诉举报业师长经负责请实给说动楼栋单幢门广东华为来对与个们时开过还应该愿",
)


@cache
def common_words() -> frozenset[str]:
    """Words of two signs that begin with a surname and are no name: 高度, 方便, 何时.

    >>> "高度" in common_words(), "王伟" in common_words()
    (True, False)
    """
    text = (files("evallib.privacy") / "common_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
