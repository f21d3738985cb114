/**
 * Roots of the main futures contracts, as their exchange writes them. A symbol such as `ESZ6` is a future
 * only if its root is here: a share can have any letters.
 */
export const FUTURES_ROOTS: ReadonlySet<string> = new Set(
  [
    // CME: equity indices, currencies, rates, livestock, dairy, lumber, crypto.
    'ES MES NQ MNQ RTY M2K EMD NKD NIY BIO SDA RS1 S5C TPD TPY BTC MBT ETH MET SOL MSL XRP MXP',
    '6A 6B 6C 6E 6J 6L 6M 6N 6R 6S 6Z M6A M6B M6E MCD MJY MSF MNH E7 J7 RF RP RY AD BP CD EC JY NE1 SF',
    'GE SR1 SR3 TBF3 LE GF HE DC DA CSC CB DY GNF LBR LBS LB',
    // CBOT: the Dow, Treasuries, grains.
    'YM MYM ZT ZF ZN TN ZB UB Z3N ZQ 2YY 5YY 10Y 30Y MTN MWN',
    'ZC ZS ZW ZM ZL ZO ZR KE XC XK XW XM XN MZC MZS MZW MZL MZM MKC C S W O KW SM BO US TY FV TU FF',
    // NYMEX and COMEX: energy, metals.
    'CL QM MCL BZ BB NG QG MNG HO QH MHO RB QU MRB TTF HH NN HP HTT WTT HCL CSX JKM RTF BZT PA PL',
    'GC QO MGC 1OZ SI QI SIL HG QC MHG ALI HRC AEP',
    // ICE: energy, softs, indices, rates, currencies.
    'B BRN WBS T G GAS GWM TFM M NBP UHO UHU CC CT KC OJ SB RS DX MME MFS MFU FNG Z LSU RC L I SO3 SOA',
    'KRA JO CC1 KC1',
    // CFE: volatility.
    'VX VXM VXT VX01 VA IBHY IBIG AMB1',
    // Eurex: indices, rates, volatility.
    'FDAX FDXM FDXS FESX FSXE FESB FGBL FGBM FGBS FGBX FBTP FBTS FOAT FBON CONF FSMI FVS FSTX FXXP FSTB FMWO',
    'FMEU FMEA FCE FEU3 FST3 DAX',
  ].flatMap((roots) => roots.split(' ')),
);
