{ Runs the vectors that hold the languages together, from Pascal. Vectors LINES FOLDER }
program Vectors;

{$MODE DELPHI}

uses
  Classes, SysUtils, Base64, DinhDanh, Support;

var
  Parts: TStringList;
  FilesFolder: string;

function Bytes(const Text: RawByteString): TBytes;
begin
  Result := nil;
  SetLength(Result, Length(Text));
  if Length(Text) > 0 then
    Move(Text[1], Result[0], Length(Text));
end;

{ Base64's own texts have no code page; these are UTF-8. }
function Utf8(const Raw: RawByteString): UTF8String;
begin
  Result := '';
  SetLength(Result, Length(Raw));
  if Length(Raw) > 0 then
    Move(Raw[1], Result[1], Length(Raw));
end;

function Input(const Name: string): UTF8String;
var
  I: Integer;
begin
  Result := '';
  for I := 2 to Parts.Count - 2 do
    if Copy(Parts[I], 1, Length(Name) + 1) = Name + '=' then
    begin
      Result := Utf8(DecodeStringBase64(Copy(Parts[I], Length(Name) + 2, MaxInt)));
      Exit;
    end;
  Expect(False, Parts[0] + ' has no ' + Name);
end;

function Number(const Name: string): Int64;
begin
  Result := StrToInt64(string(Input(Name)));
end;

function InputFile(const Name: string): TBytes;
begin
  Result := Contents(FilesFolder + '/' + string(Input(Name)));
end;

function ReadQrJson: UTF8String;
var
  Codes: TQrCodes;
  I: Integer;
begin
  Codes := ReadQr(InputFile('file'));
  Result := '[';
  for I := 0 to High(Codes) do
  begin
    if I > 0 then
      Result := Result + ',';
    Result := Result + '"' + Utf8(EncodeStringBase64(Text(Codes[I].Payload))) + '"';
  end;
  Result := Result + ']';
end;

function VerifyDump: UTF8String;
var
  Hex: string;
  Challenge: TBytes;
  I: Integer;
  Verifier: TVerifier;
  Reading: TCardReading;
  Answer: TVerification;
begin
  Hex := string(Input('challenge'));
  Challenge := nil;
  SetLength(Challenge, Length(Hex) div 2);
  for I := 0 to High(Challenge) do
    Challenge[I] := StrToInt('$' + Copy(Hex, 2 * I + 1, 2));
  Reading := nil;
  Answer := nil;
  if Input('policy') = 'test' then
    Verifier := TVerifier.TestCards
  else if Input('policy') = 'citizen' then
    Verifier := TVerifier.CitizenCards
  else
    Verifier := TVerifier.TravelDocuments;
  try
    if Input('anchors') <> '' then
      Verifier.Load(InputFile('anchors'));
    Reading := TCardReading.FromDump(InputFile('file'), Challenge);
    Answer := Verifier.Verify(Reading, Number('at'));
    Result := Answer.ExposeJson;
  finally
    Answer.Free;
    Reading.Free;
    Verifier.Free;
  end;
end;

function IdToken: UTF8String;
var
  Check: TIdTokenCheck;
  Login: TLogin;
begin
  Login := nil;
  Check := TIdTokenCheck.Create(Input('issuer'), Input('client_id'), Number('now'));
  try
    if Input('nonce') <> '' then
      Check.Nonce(Input('nonce'));
    Check.RequiredLevel(Number('required_level'));
    Login := Check.Verify(Input('token'), Input('jwks'));
    Result := Login.ExposeJson;
  finally
    Login.Free;
    Check.Free;
  end;
end;

function Guests: UTF8String;
var
  Xml: TBytes;
  LeftOut: UTF8String;
begin
  Xml := ForeignGuestsXml(Bytes(Input('declarations')), LeftOut);
  Result := Utf8(EncodeStringBase64(Text(Xml))) + ' ' + LeftOut;
end;

function Called(const Call: string): UTF8String;
begin
  if Call = 'personal_number' then
    Result := PersonalNumberExposeJson(Input('text'))
  else if Call = 'card_qr' then
    Result := CardQrExposeJson(Bytes(DecodeStringBase64(Input('base64'))))
  else if Call = 'mrz' then
    Result := MrzExposeJson(Input('text'), Number('at'))
  else if Call = 'mrz_recognised' then
    Result := MrzRecognisedExposeJson(Input('text'), Number('at'))
  else if Call = 'repair_scan' then
    Result := RepairScan(Input('text'))
  else if Call = 'check_stays' then
    Result := CheckStays(Bytes(Input('declarations')), Number('at'), Number('remote') <> 0)
  else if Call = 'read_qr' then
    Result := ReadQrJson
  else if Call = 'foreign_guests_xml' then
    Result := Guests
  else if Call = 'verify_dump' then
    Result := VerifyDump
  else if Call = 'id_token' then
    Result := IdToken
  else
    Expect(False, 'unknown call ' + Call);
end;

{ How many codes the library lists, which must be those that every language does. }
function CountCodes: Integer;
var
  Listed, Known: TStringList;
begin
  Listed := TStringList.Create;
  Known := TStringList.Create;
  Listed.LoadFromFile(FilesFolder + '/error_codes.txt');
  Known.Text := string(ErrorCodes);
  Expect(Known.Equals(Listed), 'the error codes of every language');
  Result := Known.Count;
  Known.Free;
  Listed.Free;
end;

var
  Lines: TStringList;
  I, Wrong: Integer;
  Got: string;
begin
  FilesFolder := ParamStr(2);
  WriteLn('codes: ', CountCodes);
  Lines := TStringList.Create;
  Lines.LoadFromFile(ParamStr(1));
  Parts := TStringList.Create;
  Parts.StrictDelimiter := True;
  Parts.Delimiter := #9;
  Parts.QuoteChar := #0;
  Wrong := 0;
  for I := 0 to Lines.Count - 1 do
  begin
    Parts.DelimitedText := Lines[I];
    try
      Got := 'json=' + EncodeStringBase64(Called(Parts[1]));
    except
      on Failed: EDinhDanh do
        Got := 'error=' + string(Failed.Code);
    end;
    if Got <> Parts[Parts.Count - 1] then
    begin
      WriteLn(StdErr, Parts[0], ': ', Got);
      Inc(Wrong);
    end;
  end;
  WriteLn('vectors: ', Lines.Count);
  Parts.Free;
  if (Wrong > 0) or (Lines.Count = 0) then
    Halt(1);
  Lines.Free;
end.
